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
