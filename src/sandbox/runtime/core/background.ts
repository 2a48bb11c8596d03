import { host } from '../host.ts';
import { inTask, noteEntry, type Task } from './activity.ts';
import { carry, currentFrame } from './context.ts';
import { reportUncaught } from './uncaught.ts';

let epoch = 0;

/**
 * The timer of the packages in the bundle: a pool's idle time, a driver's timeout. It counts
 * neither as the program's nor towards its bound.
 */
export class BackgroundTimer {
  readonly #timer: number;

  constructor(callback: (...args: unknown[]) => void, delay?: number, ...args: unknown[]) {
    const madeIn = epoch;
    const { call } = currentFrame();
    const run = carry(() => callback(...args));
    this.#timer = host.setTimer(
      () => {
        if (madeIn !== epoch) return;
        noteEntry();
        try {
          run();
        } catch (error) {
          reportUncaught(error, call);
        }
      },
      Math.min(Math.max(Number(delay) || 1, 1), 2 ** 31 - 1),
    );
  }

  static clear(timer: unknown): void {
    if (timer instanceof BackgroundTimer) host.clearTimer(timer.#timer);
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  hasRef(): boolean {
    return false;
  }
}

/** Timers of an earlier load never fire. */
export function dropBackgroundTimers(): void {
  epoch += 1;
}

export function setTimeout(
  callback: (...args: unknown[]) => void,
  delay?: number,
  ...args: unknown[]
): BackgroundTimer {
  return new BackgroundTimer(callback, delay, ...args);
}

export function clearTimeout(timer: unknown): void {
  BackgroundTimer.clear(timer);
}

export function setImmediate(callback: (...args: unknown[]) => void, ...args: unknown[]): Task {
  return inTask(() => callback(...args));
}
