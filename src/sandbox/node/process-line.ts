import { MessageChannel } from 'node:worker_threads';
import * as z from 'zod/mini';
import type { HostLine, MessagePortLike } from '../../contract/index.ts';
import { watch } from './reaper.ts';

/** What a thread tells of a process that it started: that it runs, and that it has exited. */
export const ProcessNote = z.object({ pid: z.number(), runs: z.boolean() });
export type ProcessNote = z.infer<typeof ProcessNote>;

/**
 * The line to a thread that starts realms as its own processes. A thread that is terminated ends
 * none of them, and neither does one whose parent gets a signal, so they are ended from here. Its
 * port takes {@link ProcessNote}s.
 */
export function openProcessLine(): HostLine {
  const { port1, port2 } = new MessageChannel();
  /** By number: no longer to be watched over. */
  const running = new Map<number, () => void>();
  let closed = false;
  port1.on('message', (message: unknown) => {
    const { pid, runs } = ProcessNote.parse(message);
    running.get(pid)?.();
    running.delete(pid);
    // Started while its thread was being terminated.
    if (runs && closed) kill(pid);
    else if (runs) running.set(pid, watch(() => kill(pid))); // prettier-ignore
  });
  port1.unref();
  return {
    // Node's ports are event targets as a browser's are; only their published types leave it out.
    port: port2 as object as MessagePortLike,
    close() {
      closed = true;
      for (const [pid, unwatch] of running) {
        kill(pid);
        unwatch();
      }
      running.clear();
    },
  };
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has exited, and nobody could say so any more.
  }
}
