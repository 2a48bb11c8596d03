import { host } from '../host.ts';
import { enter, currentFrame, type Frame } from './context.ts';
import { reportUncaught } from './uncaught.ts';

/**
 * Tasks that the runtime itself has put off: immediates, replies of the cache and of files. While
 * one of them waits the program is not settled, though nobody has to send it anything.
 */
let waiting = 0;
/** Whatever entered the realm: one more means that the program may have gone on. */
let entries = 0;
/** The load they belong to: what an earlier program put off never runs. */
let epoch = 0;

export function noteEntry(): void {
  entries += 1;
}

/** Drops everything that was put off. */
export function dropTasks(): void {
  epoch += 1;
  waiting = 0;
}

export interface Task {
  cancel(): void;
}

/** Calls back in a task of its own, in the frame of whoever asked. */
export function inTask(run: () => void, frame: Frame = currentFrame()): Task {
  const madeIn = epoch;
  let pending = true;
  waiting += 1;
  host.nextTask(() => {
    if (madeIn !== epoch || !pending) return;
    pending = false;
    waiting -= 1;
    noteEntry();
    try {
      enter(frame, run);
    } catch (error) {
      reportUncaught(error, frame.call);
    }
  });
  return {
    cancel: () => {
      if (pending && madeIn === epoch) waiting -= 1;
      pending = false;
    },
  };
}

/** Calls back once two tasks in a row found nothing that was put off and nothing that came in. */
export function whenQuiet(done: () => void): void {
  let seen = entries;
  let calm = 0;
  const look = (): void => {
    calm = waiting === 0 && seen === entries ? calm + 1 : 0;
    seen = entries;
    if (calm >= 2) done();
    else host.nextTask(look);
  };
  host.nextTask(look);
}
