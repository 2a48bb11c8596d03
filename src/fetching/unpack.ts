import type { DatabaseAssets, PackedFiles } from '../contract/index.ts';
import type { FetchedFiles } from './fetch-files.ts';

/**
 * Unpacks what was fetched, where it is packed, or will once it has come. Its promises reject as
 * those that they are made of, and for gzip that is broken.
 */
export function unpackFiles(packed: PackedFiles | FetchedFiles): Omit<DatabaseAssets, 'module'> {
  const unpacked = {
    files: unpackBytes(packed.files),
    image: unpackBytes(packed.image),
    vector: addressOf(packed.vector),
  };
  // The boot that waits for them reports it.
  for (const promise of Object.values(unpacked)) promise.catch(() => undefined);
  return unpacked;
}

type Bytes = Uint8Array<ArrayBuffer>;

const isGzip = (bytes: Bytes): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** A Blob would be read back from another process, so the bytes are streamed from where they are. */
async function through(bytes: Bytes, transform: CompressionStream): Promise<Bytes> {
  const source = new ReadableStream<Bytes>({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
  return new Uint8Array(await new Response(source.pipeThrough(transform)).arrayBuffer());
}

/** Some hosts send *.gz with Content-Encoding: gzip, and then the browser has unpacked it already. */
export async function unpackBytes(coming: Bytes | Promise<Bytes>): Promise<Bytes> {
  const bytes = await coming;
  return isGzip(bytes) ? through(bytes, new DecompressionStream('gzip')) : bytes;
}

/** PGlite fetches an extension by its address and unpacks it on its own, so gzip it must be. */
async function addressOf(coming: string | Bytes | Promise<Bytes>): Promise<string> {
  const bytes = await coming;
  if (typeof bytes === 'string') return bytes;
  const gzip = isGzip(bytes) ? bytes : await through(bytes, new CompressionStream('gzip'));
  return URL.createObjectURL(new Blob([gzip]));
}
