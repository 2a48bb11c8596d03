import type { FileAddresses, FilePart } from '../contract/index.ts';
import { guard } from './open-file.ts';
import { PART_STEPS } from './steps.ts';

/** The files as they lie on the host, each on its way. */
export type FetchedFiles = Readonly<Record<FilePart, Promise<Uint8Array<ArrayBuffer>>>>;

/**
 * Fetches what a database boots from beside its module. A page could, but in a page every chunk
 * waits its turn behind parsing and painting.
 * @param onLoaded is told the bytes of each chunk
 */
export function fetchFiles(
  urls: FileAddresses,
  onLoaded: (part: FilePart, bytes: number) => void,
): FetchedFiles {
  const get = (part: FilePart): Promise<Uint8Array<ArrayBuffer>> =>
    guard(PART_STEPS[part], () => fetchBytes(urls[part], (bytes) => onLoaded(part, bytes)));
  const fetched = { files: get('files'), image: get('image') };
  // Whoever waits for one learns of it.
  for (const promise of Object.values(fetched)) promise.catch(() => undefined);
  return fetched;
}

async function fetchBytes(
  url: string,
  onBytes: (count: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url);
  if (!response.ok || !response.body) throw new Error(`the host answered ${response.status}`);
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    onBytes(value.length);
    chunks.push(value);
  }
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
