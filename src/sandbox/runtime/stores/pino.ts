import type { TraceEvent } from '../../../contract/index.ts';
import { currentCall } from '../core/context.ts';
import { trace } from '../core/trace.ts';
import { format } from '../node/inspect.ts';
import { encode } from '../values/encode.ts';

type Level = Extract<TraceEvent, { kind: 'log' }>['level'];
type Fields = Readonly<Record<string, unknown>>;
type Log = (first?: unknown, ...rest: unknown[]) => void;

const LEVELS: Readonly<Record<string, { readonly value: number; readonly traced: Level }>> = {
  trace: { value: 10, traced: 'debug' },
  debug: { value: 20, traced: 'debug' },
  info: { value: 30, traced: 'info' },
  warn: { value: 40, traced: 'warn' },
  error: { value: 50, traced: 'error' },
  fatal: { value: 60, traced: 'error' },
};

export interface Logger {
  level: string;
  readonly trace: Log;
  readonly debug: Log;
  readonly info: Log;
  readonly warn: Log;
  readonly error: Log;
  readonly fatal: Log;
  readonly silent: Log;
  child(bindings?: Fields, options?: { readonly level?: string }): Logger;
  bindings(): Fields;
  setBindings(bindings: Fields): void;
  isLevelEnabled(level: string): boolean;
  flush(callback?: () => void): void;
}

/**
 * A logger with the call shapes of `pino`: (message), (fields, message), (error), `%s` and the like,
 * `child`, and the level `info` unless another is given. Every line is traced as the call wrote it.
 * Not emulated: transports, streams, `redact`, `serializers`, `mixin`, and the fields pid, hostname
 * and time.
 */
function makeLogger(level: string, given: Fields): Logger {
  let bindings = given;
  const write = (name: string, first: unknown, rest: readonly unknown[]): void => {
    const known = LEVELS[name];
    if (known === undefined || !logger.isLevelEnabled(name)) return;
    const { fields, message } = lineOf(first, rest);
    trace({
      kind: 'log',
      call: currentCall(),
      level: known.traced,
      message: message.slice(0, 10_000),
      fields: encode({ ...bindings, ...fields }).value,
    });
  };
  const at =
    (name: string): Log =>
    (first, ...rest) =>
      write(name, first, rest);
  const logger: Logger = {
    level,
    trace: at('trace'),
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    fatal: at('fatal'),
    silent: () => undefined,
    child: (more = {}, options = {}) =>
      makeLogger(options.level ?? logger.level, { ...bindings, ...more }),
    bindings: () => bindings,
    setBindings: (more) => {
      bindings = { ...bindings, ...more };
    },
    isLevelEnabled: (name) => valueOf(name) >= valueOf(logger.level) && name !== 'silent',
    flush: (callback) => callback?.(),
  };
  return logger;
}

function lineOf(first: unknown, rest: readonly unknown[]): { fields: Fields; message: string } {
  if (first instanceof Error) {
    return { fields: { err: first }, message: rest.length > 0 ? format(...rest) : first.message };
  }
  if (typeof first !== 'object' || first === null) {
    return { fields: {}, message: format(first, ...rest) };
  }
  const fields = first as Fields;
  if (rest.length > 0) return { fields, message: format(...rest) };
  const { msg } = fields;
  return { fields, message: typeof msg === 'string' ? msg : '' };
}

function valueOf(level: string): number {
  return LEVELS[level]?.value ?? Infinity;
}

/** The module `pino`: a function, which is also its own `default` and `pino`. */
export const pinoModule = Object.assign(
  (options: { readonly level?: string; readonly base?: Fields | null } = {}): Logger =>
    makeLogger(options.level ?? 'info', options.base ?? {}),
  {
    levels: {
      values: Object.fromEntries(Object.entries(LEVELS).map(([name, { value }]) => [name, value])),
      labels: Object.fromEntries(Object.entries(LEVELS).map(([name, { value }]) => [value, name])),
    },
    stdSerializers: {
      err: (error: unknown): unknown => error,
      error: (error: unknown): unknown => error,
    },
    stdTimeFunctions: {},
  },
);
Object.assign(pinoModule, { default: pinoModule, pino: pinoModule });
