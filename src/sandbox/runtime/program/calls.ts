/* eslint-disable @typescript-eslint/prefer-for-of -- a program can replace what `for of` calls */

import type { CallOutcome, Fault, Plain } from '../../../contract/index.ts';
import { host } from '../host.ts';
import { noteEntry } from '../core/activity.ts';
import {
  apply,
  bare,
  getOwnPropertyDescriptor,
  getProperty,
  hasOwn,
  isArray,
  isObject,
  mapClear,
  mapDelete,
  mapEach,
  mapGet,
  mapSet,
  NativeMap,
  ownKeys,
} from '../core/captured.ts';
import { enterCall } from '../core/context.ts';
import { adopt, onSettled } from '../core/promises.ts';
import { say } from '../core/trace.ts';
import { decode } from '../values/decode.ts';
import { encode, encodeThrown } from '../values/encode.ts';
import type { LoadedProgram } from './load.ts';

interface CallRequest {
  readonly id: number;
  readonly module: string;
  readonly name: string;
  readonly args: readonly Plain[];
  readonly patience: number;
}

/** Calls that nobody has answered yet, with the timer of each. */
const unanswered = new NativeMap<number, number>();

/** What is to be done when a call has answered. */
const awaiting = new NativeMap<number, () => void>();

/** Answers of an earlier load are of no interest any more. */
export function dropCalls(): void {
  mapEach(unanswered, (timer) => host.clearTimer(timer));
  mapClear(unanswered as Map<never, never>);
  mapClear(awaiting as Map<never, never>);
}

/** Calls back when a call has answered, which may be at once. One for each call. */
export function whenAnswered(id: number, then: () => void): void {
  if (mapGet(unanswered, id) === undefined) then();
  else mapSet(awaiting, id, then);
}

/** Calls an exported function and says what came of it, once: `result`, or `refused`. */
export function callFunction(program: LoadedProgram | null, request: CallRequest): void {
  const { id, patience } = request;
  const found = findFunction(program, request);
  if (found.run === null) {
    say({ kind: 'refused', id, fault: found.fault });
    return;
  }
  const seconds = patience / 1000;
  const timer = host.setTimer(() => {
    noteEntry();
    const message = `${request.name} did not settle within ${seconds} seconds.`;
    answer(id, bare({ kind: 'unsettled', message }));
  }, patience);
  mapSet(unanswered, id, timer);
  enterCall(id, () => {
    let settled: Promise<unknown>;
    try {
      const args: unknown[] = [];
      for (let at = 0; at < request.args.length; at += 1) {
        args[at] = decode(request.args[at] ?? null);
      }
      settled = adopt(apply(found.run, undefined, args));
    } catch (error) {
      answer(id, threw(error));
      return;
    }
    onSettled(
      settled,
      (value) => answer(id, returned(value)),
      (error) => answer(id, threw(error)),
    );
  });
}

function answer(id: number, outcome: CallOutcome): void {
  const timer = mapGet(unanswered, id);
  // Answered already, or of an earlier load.
  if (timer === undefined) return;
  mapDelete(unanswered, id);
  host.clearTimer(timer);
  say({ kind: 'result', id, outcome });
  const then = mapGet(awaiting, id);
  mapDelete(awaiting, id);
  then?.();
}

function returned(result: unknown): CallOutcome {
  const { value, cut } = encode(result);
  return bare({ kind: 'returned', value, cut });
}

function threw(thrown: unknown): CallOutcome {
  const { value, cut } = encodeThrown(thrown);
  return bare({ kind: 'threw', error: value, cut });
}

/** Told apart by an own property: a program can put others on every object's prototype. */
type Found =
  { readonly run: (...args: unknown[]) => unknown } | { readonly run: null; readonly fault: Fault };

function findFunction(program: LoadedProgram | null, { module, name }: CallRequest): Found {
  if (program === null) return refusal('No program is loaded.', module);
  if (!hasOwn(program.exports, module)) {
    return refusal(`There is no ${module}: the program has ${program.modules}.`, module);
  }
  try {
    const exports = program.exports[module];
    const exported: unknown = isObject(exports) ? getProperty(exports, name) : undefined;
    if (typeof exported === 'function') return { run: exported as () => unknown };
    const what =
      exported === undefined ? 'is not exported' : `is no function but ${kindOf(exported)}`;
    return refusal(`In ${module}, ${name} ${what}: it exports ${namesIn(exports)}.`, module);
  } catch {
    return refusal(`In ${module}, ${name} cannot be read.`, module);
  }
}

function namesIn(exports: unknown): string {
  const keys = isObject(exports) ? ownKeys(exports) : [];
  let names = '';
  for (let at = 0; at < keys.length; at += 1) {
    const key = keys[at];
    if (typeof key !== 'string' || !isObject(exports)) continue;
    if (getOwnPropertyDescriptor(exports, key)?.enumerable !== true) continue;
    names += (names === '' ? '' : ', ') + key;
  }
  return names === '' ? 'nothing' : names;
}

function kindOf(value: unknown): string {
  return value === null ? 'null' : isArray(value) ? 'an array' : `of type ${typeof value}`;
}

function refusal(message: string, file: string): Found {
  return { run: null, fault: bare({ code: 'program-error', message, file }) };
}
