import { format as nodeFormat, inspect as nodeInspect } from 'node-inspect-extracted';
import { toSourcePositions } from '../program/positions.ts';

/** Node's own `inspect` and `format`, as a package extracts them from it. */
export const inspect: (value: unknown, options?: unknown) => string = nodeInspect;
export const format: (...args: unknown[]) => string = nodeFormat;

/** Text for the learner: as Node prints it, with their own lines in stacks. Never throws. */
export function shown(args: readonly unknown[]): string {
  try {
    return toSourcePositions(format(...args));
  } catch {
    return '[a value that cannot be shown: it throws when it is read]';
  }
}
