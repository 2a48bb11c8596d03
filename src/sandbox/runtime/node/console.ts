import type { TraceEvent } from '../../../contract/index.ts';
import { currentCall } from '../core/context.ts';
import { trace } from '../core/trace.ts';
import { host } from '../host.ts';
import { inspect, shown } from './inspect.ts';

type Level = Extract<TraceEvent, { kind: 'console' }>['level'];

/** Lines of one load that are shown, and characters of each. */
export const MAX_LINES = 200;
export const MAX_LINE = 2000;

let lines = 0;
let indent = '';
const counts = new Map<string, number>();
const clocks = new Map<string, number>();

/** Shows one line to the learner, within the bounds. */
export function print(level: Level, text: string, call: number | null = currentCall()): void {
  lines += 1;
  if (lines > MAX_LINES + 1) return;
  if (lines === MAX_LINES + 1) {
    const message = `The console shows ${MAX_LINES} lines of one run; the rest is left out.`;
    trace({ kind: 'console', call: null, level: 'warn', text: message });
    return;
  }
  const indented = indent === '' ? text : indent + text.replaceAll('\n', `\n${indent}`);
  trace({ kind: 'console', call, level, text: bounded(indented) });
}

/** A line as it is shown: its beginning, where it is too long. */
export function bounded(line: string): string {
  const left = line.length - MAX_LINE;
  return left > 0 ? `${line.slice(0, MAX_LINE)}… (${left} more characters)` : line;
}

export function resetConsole(): void {
  lines = 0;
  indent = '';
  counts.clear();
  clocks.clear();
}

type Print = (...args: unknown[]) => void;
const at =
  (level: Level): Print =>
  (...args) =>
    print(level, shown(args));

function elapsed(label: string): string {
  return `${label}: ${(host.now() - (clocks.get(label) ?? host.now())).toFixed(3)}ms`;
}

/** Node's console. Each call is one line for the learner; `table` prints as `log` does. */
export const consoleModule = {
  log: at('log'),
  info: at('info'),
  warn: at('warn'),
  error: at('error'),
  debug: at('debug'),
  table: at('log'),
  dirxml: at('log'),
  dir: (value: unknown, options?: unknown): void => {
    try {
      print('log', inspect(value, options));
    } catch {
      print('log', shown([value]));
    }
  },
  trace: (...args: unknown[]): void => {
    const stack = (new Error().stack ?? '').split('\n').slice(2).join('\n');
    print('error', `Trace: ${shown(args)}\n${shown([stack])}`);
  },
  assert: (holds: unknown, ...args: unknown[]): void => {
    if (holds) return;
    print('error', args.length === 0 ? 'Assertion failed' : `Assertion failed: ${shown(args)}`);
  },
  count: (label: unknown = 'default'): void => {
    const count = (counts.get(String(label)) ?? 0) + 1;
    counts.set(String(label), count);
    print('log', `${String(label)}: ${count}`);
  },
  countReset: (label: unknown = 'default'): void => {
    counts.delete(String(label));
  },
  time: (label: unknown = 'default'): void => {
    clocks.set(String(label), host.now());
  },
  timeLog: (label: unknown = 'default', ...args: unknown[]): void =>
    print('log', shown([elapsed(String(label)), ...args])),
  timeEnd: (label: unknown = 'default'): void => {
    print('log', elapsed(String(label)));
    clocks.delete(String(label));
  },
  group: (...args: unknown[]): void => {
    if (args.length > 0) print('log', shown(args));
    indent += '  ';
  },
  groupCollapsed: (...args: unknown[]): void => consoleModule.group(...args),
  groupEnd: (): void => {
    indent = indent.slice(2);
  },
};
