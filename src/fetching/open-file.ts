import type { Fault } from '../contract/index.ts';

type Bytes = ReadableStream<Uint8Array<ArrayBuffer>>;

/** A file as it arrives, and whether what arrives is still gzip. */
export interface OpenFile {
  readonly bytes: Bytes;
  readonly packed: boolean;
}

/**
 * Opens a gzipped file of the site. Some hosts send *.gz with Content-Encoding: gzip, and then the
 * browser has unpacked it already, so its first bytes tell.
 * @param step what the page is doing, as in "fetching PostgreSQL"
 * @param onBytes counts the bytes as they arrive
 * @throws LeakproofError `download-failed` naming the step
 */
export async function openFile(
  step: string,
  url: string,
  signal: AbortSignal | null,
  onBytes: (count: number) => void = () => undefined,
): Promise<OpenFile> {
  const response = await guard(step, () => fetch(url, { signal }));
  if (!response.ok || !response.body) throw failed(step, `the host answered ${response.status}`);
  const reader = response.body.getReader();
  const first = await guard(step, () => reader.read());
  const head = first.value ?? new Uint8Array(0);
  const bytes: Bytes = new ReadableStream({
    start(controller) {
      onBytes(head.length);
      if (head.length > 0) controller.enqueue(head);
    },
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) {
        controller.close();
        return;
      }
      onBytes(value.length);
      controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
  return { bytes, packed: head[0] === 0x1f && head[1] === 0x8b };
}

/** The file's bytes without gzip. */
export function unpack({ bytes, packed }: OpenFile): Bytes {
  return packed ? bytes.pipeThrough(new DecompressionStream('gzip')) : bytes;
}

/** @throws LeakproofError `download-failed` in place of what `use` throws */
export async function guard<T>(step: string, use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } catch (cause) {
    throw failed(step, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function failed(step: string, reason: string, cause?: unknown): Error {
  const message = `The page could not finish ${step}: ${reason}.`;
  return asError({ code: 'download-failed', message }, cause);
}

/** A LeakproofError without its class, which would bring the contract's schemas into the head. */
export const asError = (fault: Fault, cause?: unknown): Error =>
  Object.assign(new Error(fault.message, { cause }), { name: 'LeakproofError', fault });
