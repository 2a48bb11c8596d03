import type { DatabaseAssets, PackedFiles } from '../contract/index.ts';
import type { FetchedFiles } from './fetch-files.ts';

/**
 * Unpacks what was fetched, where it is packed, or will once it has come. Its promises reject as
 * those that they are made of, and for gzip that is broken.
 */
export function unpackFiles(packed: PackedFiles | FetchedFiles): Omit<DatabaseAssets, 'module'> {
  const unpacked = { files: unpackBytes(packed.files), image: unpackBytes(packed.image) };
  // The boot that waits for them reports it.
  for (const promise of Object.values(unpacked)) promise.catch(() => undefined);
  return unpacked;
}

type Bytes = Uint8Array<ArrayBuffer>;

const isGzip = (bytes: Bytes): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/**
 * Some hosts send *.gz with Content-Encoding: gzip, and then the browser has unpacked it already.
 * A Blob would be read back from another process, so the bytes are streamed from where they are.
 */
export async function unpackBytes(coming: Bytes | Promise<Bytes>): Promise<Bytes> {
  const bytes = await coming;
  if (!isGzip(bytes)) return bytes;
  const source = new ReadableStream<Bytes>({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
  const unpacked = source.pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(unpacked).arrayBuffer());
}
