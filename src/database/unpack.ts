import type { DatabaseAssets, PackedFiles } from '../contract/index.ts';

/** Unpacks what was fetched, where it is packed. Its promises reject for gzip that is broken. */
export function unpackFiles(packed: PackedFiles): Omit<DatabaseAssets, 'module'> {
  const files = unpack(packed.files);
  const image = unpack(packed.image);
  // The boot that waits for them reports it.
  for (const promise of [files, image]) promise.catch(() => undefined);
  return { files, image, vector: packed.vector };
}

/** A Blob would be read back from another process, so the bytes are streamed from where they are. */
async function unpack(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const source = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
  const unpacked = source.pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(unpacked).arrayBuffer());
}
