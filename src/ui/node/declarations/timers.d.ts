/** Timers as modules. */

declare module 'node:timers' {
  const timeout: typeof setTimeout;
  const clear: typeof clearTimeout;
  const interval: typeof setInterval;
  const clearEvery: typeof clearInterval;
  const immediate: typeof setImmediate;
  const clearNow: typeof clearImmediate;
  export {
    timeout as setTimeout,
    clear as clearTimeout,
    interval as setInterval,
    clearEvery as clearInterval,
    immediate as setImmediate,
    clearNow as clearImmediate,
  };
}

declare module 'node:timers/promises' {
  export function setTimeout<T = void>(delay?: number, value?: T): Promise<T>;
  export function setImmediate<T = void>(value?: T): Promise<T>;
  export function setInterval<T = void>(delay?: number, value?: T): AsyncIterable<T>;
  export const scheduler: { wait(delay: number): Promise<void>; yield(): Promise<void> };
}
