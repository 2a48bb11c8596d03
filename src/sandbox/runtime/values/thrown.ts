import type { CodePlace } from '../../../contract/index.ts';
import { getProperty, isObject, sliceText, startsWithText, toText } from '../core/captured.ts';
import { placeIn, toSourcePositions } from '../program/positions.ts';
import { classNameOf, isError } from './kinds.ts';

/** A property that may throw when it is read; undefined then. */
function read(value: unknown, key: string): unknown {
  try {
    return isObject(value) ? getProperty(value, key) : undefined;
  } catch {
    return undefined;
  }
}

/** `name` of an Error; otherwise the type, such as `string`. Never throws. */
export function nameOf(thrown: unknown): string {
  if (isError(thrown)) {
    const name = read(thrown, 'name');
    return typeof name === 'string' ? name : 'Error';
  }
  if (thrown === null) return 'null';
  return typeof thrown === 'object' ? classNameOf(thrown) : typeof thrown;
}

/** The message of an Error, or of what looks like one; otherwise the value as text. Never throws. */
export function messageOf(thrown: unknown): string {
  const message = read(thrown, 'message');
  if (typeof message === 'string') return message;
  if (isObject(thrown)) return isError(thrown) ? '' : classNameOf(thrown);
  return toText(thrown);
}

/** `code` where it is a string: a SQLSTATE, an errno. Never throws. */
export function codeOf(thrown: unknown): string | null {
  const code = read(thrown, 'code');
  return typeof code === 'string' ? sliceText(code, 0, 200) : null;
}

/** The stack of an error by the learner's own lines. Null where there is none. Never throws. */
export function stackOf(thrown: unknown): string | null {
  const stack = read(thrown, 'stack');
  if (typeof stack !== 'string') return null;
  try {
    return toSourcePositions(stack);
  } catch {
    return stack;
  }
}

/** The learner's innermost line in an error's stack. Never throws. */
export function placeOf(thrown: unknown): CodePlace | null {
  const stack = read(thrown, 'stack');
  if (typeof stack !== 'string') return null;
  try {
    return placeIn(withoutMessage(stack, thrown));
  } catch {
    return null;
  }
}

/** V8 puts `name: message` in front, and a message may look like a line of a stack. */
function withoutMessage(stack: string, thrown: unknown): string {
  const message = messageOf(thrown);
  for (const head of [`${nameOf(thrown)}: ${message}`, message]) {
    if (message !== '' && startsWithText(stack, head)) return sliceText(stack, head.length);
  }
  return stack;
}
