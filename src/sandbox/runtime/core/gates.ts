import type { Gate } from '../../../contract/index.ts';
import { dropTasks, inTask } from './activity.ts';
import {
  append,
  bare,
  mapClear,
  mapDelete,
  mapEach,
  mapGet,
  mapSet,
  NativeMap,
  newList,
} from './captured.ts';
import { currentFrame, enter } from './context.ts';
import { reportUncaught } from './uncaught.ts';

interface WaitingReply {
  readonly gate: Gate;
  readonly deliver: () => void;
}

const waiting = new NativeMap<number, WaitingReply>();
let gated = false;
let last = 0;

/**
 * Delivers a reply of the cache or of a file: in a later task, and in a gated realm when the checks
 * release it. What was asked for has been done by then, as a server does it.
 * @param what for people, such as `cache get report:7`
 */
export function reply(what: string, deliver: () => void): void {
  if (!gated) {
    inTask(deliver);
    return;
  }
  const frame = currentFrame();
  last += 1;
  const gate = bare({ gate: last, call: frame.call, what });
  const inFrame = (): void => {
    try {
      enter(frame, deliver);
    } catch (error) {
      reportUncaught(error, frame.call);
    }
  };
  mapSet(waiting, last, bare({ gate, deliver: inFrame }));
}

/** Lets one waiting reply through. One that is gone already is no fault: a load dropped it. */
export function releaseGate(gate: number): void {
  const found = mapGet(waiting, gate);
  mapDelete(waiting, gate);
  found?.deliver();
}

export function waitingGates(): Gate[] {
  const gates = newList<Gate>();
  mapEach(waiting, ({ gate }) => append(gates, gate));
  return gates;
}

/** Drops every reply that waits. Replies of this load are gated, or not. */
export function resetGates(gateReplies: boolean): void {
  mapClear(waiting as Map<never, never>);
  dropTasks();
  gated = gateReplies;
}
