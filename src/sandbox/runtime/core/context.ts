import { apply, bare } from './captured.ts';

/**
 * What follows a piece of code through `await`, `then`, timers and emitters: the stores of every
 * AsyncLocalStorage, as Node keeps them, and the call from the checks that it serves. The second is
 * ours: no function that the learner can reach sets it.
 */
export interface Frame {
  readonly call: number | null;
  readonly stores: Stores;
}

/** One AsyncLocalStorage's store, and the others'. Never changed, so that frames share them. */
export type Stores = {
  readonly key: object;
  readonly value: unknown;
  readonly next: Stores;
} | null;

type AnyFunction = (...args: never[]) => unknown;

const ROOT: Frame = bare({ call: null, stores: null });

// Whenever no code of the realm runs, this is ROOT: whoever enters leaves again.
let current: Frame = ROOT;

export function currentFrame(): Frame {
  return current;
}

/** The call that the running code serves; null where it serves none, such as a load. */
export function currentCall(): number | null {
  return current.call;
}

/** Runs a function in a frame and comes back, whatever happens. */
export function enter(
  frame: Frame,
  run: AnyFunction,
  self?: unknown,
  args: readonly unknown[] = [],
): unknown {
  const before = current;
  current = frame;
  try {
    return apply(run as (...args: unknown[]) => unknown, self, args);
  } finally {
    current = before;
  }
}

/** Runs a function as a call from the checks, without any store. */
export function enterCall(call: number | null, run: () => unknown): unknown {
  return enter(bare({ call, stores: null }), run);
}

/** The function, bound to the frame in which this is called. `this` and arguments pass through. */
export function carry<F extends AnyFunction>(run: F, frame: Frame = current): F {
  return function (this: unknown, ...args: unknown[]) {
    return enter(frame, run, this, args);
  } as unknown as F;
}

/**
 * The function, bound to the stores of a frame but not to its call: what the learner can reach
 * (`bind`, `snapshot`, AsyncResource) must not pass one call's work off as another's. Where no call
 * is under way it is the frame's.
 */
export function enterStores(
  frame: Frame,
  run: AnyFunction,
  self: unknown,
  args: readonly unknown[],
): unknown {
  return enter(bare({ call: current.call ?? frame.call, stores: frame.stores }), run, self, args);
}

/** The function, bound to the call under way but not to its stores: what a driver calls back. */
export function carryCall<F extends AnyFunction>(run: F): F {
  const { call } = current;
  return function (this: unknown, ...args: unknown[]) {
    return enter(bare({ call: call ?? current.call, stores: current.stores }), run, this, args);
  } as unknown as F;
}

export function storeOf(key: object): unknown {
  for (let store = current.stores; store !== null; store = store.next) {
    if (store.key === key) return store.value;
  }
  return undefined;
}

/** Replaces the store of one AsyncLocalStorage for the rest of the running code. */
export function replaceStore(key: object, value: unknown): void {
  current = bare({ call: current.call, stores: withStore(current.stores, key, value) });
}

/** Runs a function with another store of one AsyncLocalStorage. */
export function enterStore(
  key: object,
  value: unknown,
  run: AnyFunction,
  args: readonly unknown[],
): unknown {
  const stores = withStore(current.stores, key, value);
  return enter(bare({ call: current.call, stores }), run, undefined, args);
}

function withStore(stores: Stores, key: object, value: unknown): Stores {
  return bare({ key, value, next: without(stores, key) });
}

function without(stores: Stores, key: object): Stores {
  if (stores === null) return null;
  if (stores.key === key) return stores.next;
  const next = without(stores.next, key);
  return next === stores.next ? stores : bare({ key: stores.key, value: stores.value, next });
}
