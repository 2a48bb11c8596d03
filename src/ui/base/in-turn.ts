const { port1, port2 } = new MessageChannel();
/** Who waits for a task of their own, in the order in which they asked. */
const waiting: (() => void)[] = [];

port1.onmessage = (): void => {
  waiting.shift()?.();
  if (waiting.length > 0) port2.postMessage(null);
};

/** Resolves in a task of its own: what the learner does meanwhile comes in between. */
export function inTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) port2.postMessage(null);
  });
}
