import type { SandboxReply, TraceEvent } from '../../../contract/index.ts';
import { host } from '../host.ts';
import { append, bare, newList, stringifyJson } from './captured.ts';

/** As many operations on cache, files and log as one load may do: a trace is never cut silently. */
const MAX_EVENTS = 50_000;

let batch = newList<TraceEvent>();
/** The load request that it belongs to. */
let load = 0;
let count = 0;

/** Says something to the checks, after all that was traced before it. */
export function say(reply: SandboxReply): void {
  flushTrace('more');
  host.post(stringifyJson(bare(reply)));
}

/**
 * Notes what the program did: the checks hear of it with what is said next, and they ask whether it
 * is at rest before they look. Call it before the deed, so that nothing is done that is not noted.
 * @param event a literal: it loses its prototype here
 * @throws RangeError past the bound
 */
export function trace(event: TraceEvent): void {
  count += 1;
  if (count > MAX_EVENTS) {
    throw new RangeError(
      `This program did more than ${MAX_EVENTS} things with the cache, files and log in one run.`,
    );
  }
  append(batch, bare(event));
  // What the learner prints is shown at once, also when the program never comes to an end.
  if (event.kind === 'console') flushTrace();
}

/** Begins the trace of a load, by the number of its request. */
export function resetTrace(id: number): void {
  flushTrace();
  load = id;
  count = 0;
}

/** @param more something is said right behind it */
function flushTrace(more?: 'more'): void {
  if (batch.length === 0) return;
  const events = batch;
  batch = newList();
  const reply: SandboxReply = { kind: 'trace', load, events };
  host.post(stringifyJson(bare(reply)), more);
}
