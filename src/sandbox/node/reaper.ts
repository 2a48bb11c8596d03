/**
 * Ends children with their parent, however it ends. A child that runs in a circle does not notice
 * that its parent is gone, so it has to be killed from here; against a parent that is itself
 * killed there is only the limit of processor time.
 */
const alive = new Set<() => void>();

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

function killAll(): void {
  for (const kill of alive) kill();
}

function onSignal(signal: NodeJS.Signals): void {
  killAll();
  unlisten();
  // With nobody else to decide otherwise, the signal does what it does.
  if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
}

function unlisten(): void {
  process.off('exit', killAll);
  for (const signal of SIGNALS) process.off(signal, onSignal);
}

/**
 * Keeps watch over a child.
 * @param kill ends it at once
 * @returns to be called when it has exited
 */
export function watch(kill: () => void): () => void {
  if (alive.size === 0) {
    process.on('exit', killAll);
    for (const signal of SIGNALS) process.on(signal, onSignal);
  }
  // A function of its own, so that the same one may watch over two.
  const own = (): void => {
    kill();
  };
  alive.add(own);
  return () => {
    if (alive.delete(own) && alive.size === 0) unlisten();
  };
}
