import { mapClear, mapDelete, mapGet, mapSet, NativeMap } from './captured.ts';
import { trace } from './trace.ts';

/** As many of one load are told of; the console shows no more lines either. */
const MAX_REJECTIONS = 200;

const open = new NativeMap<object, number>();
let count = 0;

/**
 * A rejection that nobody handles yet. How soon a host notices differs from host to host, and a
 * handler may still come: whoever reads the trace decides when it never will.
 */
export function noteRejection(text: string, promise: object): void {
  if (count >= MAX_REJECTIONS) return;
  count += 1;
  mapSet(open, promise, count);
  trace({ kind: 'rejection', call: null, rejection: count, text });
}

/** It was handled after all. */
export function noteHandled(promise: object): void {
  const rejection = mapGet(open, promise);
  if (rejection === undefined) return;
  mapDelete(open, promise);
  trace({ kind: 'rejection', call: null, rejection, text: null });
}

export function resetRejections(): void {
  mapClear(open as Map<never, never>);
  count = 0;
}
