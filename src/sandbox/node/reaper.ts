import type { ChildProcess } from 'node:child_process';

/**
 * Ends children with their parent, however it ends. A child that runs in a circle does not notice
 * that its parent is gone, so it has to be killed from here; against a parent that is itself
 * killed there is only the limit of processor time.
 */
const alive = new Set<ChildProcess>();

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

function killAll(): void {
  for (const child of alive) child.kill('SIGKILL');
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

/** Keeps watch over a child until it has exited. */
export function watch(child: ChildProcess): void {
  if (alive.size === 0) {
    process.on('exit', killAll);
    for (const signal of SIGNALS) process.on(signal, onSignal);
  }
  alive.add(child);
  child.once('exit', () => {
    alive.delete(child);
    if (alive.size === 0) unlisten();
  });
}
