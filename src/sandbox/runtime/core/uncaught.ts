import { mapClear, mapDelete, mapEach, mapSet, NativeMap } from './captured.ts';

type Listener = (reason: unknown, call: number | null) => void;

let listener: Listener = () => undefined;

/** Whoever shows uncaught errors to the learner. Set once, before the learner's code runs. */
export function onUncaught(listen: Listener): void {
  listener = listen;
}

/**
 * An error that nobody caught: in a timer, a listener, a rejected promise. It is shown, and the
 * realm goes on, as an application does that has a last-resort handler.
 */
export function reportUncaught(reason: unknown, call: number | null): void {
  listener(reason, call);
}

const rejections = new NativeMap<object, unknown>();

/**
 * A rejection that nobody handles yet. How soon a host notices differs from host to host, and a
 * handler may still come: it is reported when the program has come to rest.
 */
export function noteRejection(reason: unknown, promise: object): void {
  mapSet(rejections, promise, reason);
}

export function forgetRejection(promise: object): void {
  mapDelete(rejections, promise);
}

export function dropRejections(): void {
  mapClear(rejections as Map<never, never>);
}

/** Reports those that are still not handled, each once. */
export function reportRejections(): void {
  mapEach(rejections, (reason) => reportUncaught(reason, null));
  dropRejections();
}
