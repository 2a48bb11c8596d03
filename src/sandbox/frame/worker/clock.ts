import type { Bridge } from '../../runtime/bridge.ts';

type Clock = Pick<Bridge, 'setTimer' | 'clearTimer' | 'nextTask' | 'now'>;

/** A callback that waits for its task; links, since the learner's code can replace `push`. */
interface Task {
  readonly run: () => void;
  next: Task | null;
}

// Captured: the runtime takes these off the global.
const start = setTimeout as (callback: () => void, milliseconds: number) => unknown;
const stop = clearTimeout;
const clock = performance;
const { timeOrigin } = clock;

export function createClock(): Clock {
  const { port1, port2 } = new MessageChannel();
  let first: Task | null = null;
  let last: Task | null = null;
  port1.onmessage = () => {
    const task = first;
    if (task === null) return;
    first = task.next;
    if (first === null) last = null;
    task.run();
  };
  return {
    // A number: this runs in a worker, whatever types a package brings along.
    setTimer: (callback, milliseconds) => start(callback, milliseconds) as number,
    clearTimer: (timer) => stop(timer),
    nextTask(callback) {
      const task: Task = { run: callback, next: null };
      if (last === null) first = task;
      else last.next = task;
      last = task;
      port2.postMessage(null);
    },
    now: () => timeOrigin + clock.now(),
  };
}
