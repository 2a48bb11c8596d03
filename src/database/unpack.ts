import type { DatabaseAssets, PackedFiles } from '../contract/index.ts';

/** Unpacks what was fetched, where it is packed. @throws TypeError for gzip that is broken */
export async function unpackFiles(packed: PackedFiles): Promise<Omit<DatabaseAssets, 'module'>> {
  const [files, image] = await Promise.all([unpack(packed.files), unpack(packed.image)]);
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
