import type { DatabaseAssets, PackedFiles } from '../contract/index.ts';

/** Unpacks what was fetched, where it is packed. Its promises reject for gzip that is broken. */
export function unpackFiles(packed: PackedFiles): Omit<DatabaseAssets, 'module'> {
  const files = unpack(packed.files);
  const image = unpack(packed.image);
  // The boot that waits for them reports it.
  for (const promise of [files, image]) promise.catch(() => undefined);
  return { files, image, vector: packed.vector };
}

async function unpack(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
  const head = new Uint8Array(await blob.slice(0, 2).arrayBuffer());
  const stream =
    head[0] === 0x1f && head[1] === 0x8b
      ? blob.stream().pipeThrough(new DecompressionStream('gzip'))
      : blob.stream();
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
