import type { TraceEvent } from '../../../contract/index.ts';
import { toText } from '../core/captured.ts';
import { currentCall } from '../core/context.ts';
import { trace } from '../core/trace.ts';
import { encode } from '../values/encode.ts';
import {
  formatMessage,
  serializeError,
  serializeErrorWithCause,
  serializeFields,
} from './pino-json.ts';

type Level = Extract<TraceEvent, { kind: 'log' }>['level'];
type Fields = Readonly<Record<string, unknown>>;
type Log = (first?: unknown, ...rest: unknown[]) => void;
type Serializers = Readonly<Record<string, ((value: unknown) => unknown) | undefined>>;

/** What a child has from the logger it was made by. */
interface Settings {
  readonly level: string;
  readonly serializers: Serializers;
  readonly errorKey: string;
}

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
  child(bindings?: Fields, options?: Partial<Pick<Settings, 'level' | 'serializers'>>): Logger;
  bindings(): Fields;
  setBindings(bindings: Fields): void;
  isLevelEnabled(level: string): boolean;
  flush(callback?: () => void): void;
}

/**
 * A logger with the call shapes of `pino`: (message), (fields, message), (error), `%s` and the like,
 * `child`, `serializers`, `errorKey`, and the level `info` unless another is given. Every line is
 * traced as pino would write it: an error is more than `{}` under `err` only, and what has no place
 * in the message is dropped.
 * Not emulated: transports, streams, `redact`, `formatters`, `mixin`, and the fields pid, hostname
 * and time.
 */
function makeLogger(settings: Settings, given: Fields): Logger {
  let bindings = given;
  const { serializers, errorKey } = settings;
  const write = (name: string, first: unknown, rest: readonly unknown[]): void => {
    const known = LEVELS[name];
    if (known === undefined || !logger.isLevelEnabled(name)) return;
    const { fields, message } = lineOf(first, rest, errorKey);
    trace({
      kind: 'log',
      call: currentCall(),
      level: known.traced,
      message: message.slice(0, 10_000),
      fields: encode(serializeFields({ ...bindings, ...fields }, serializers, errorKey)).value,
    });
  };
  const at =
    (name: string): Log =>
    (first, ...rest) =>
      write(name, first, rest);
  const logger: Logger = {
    level: settings.level,
    trace: at('trace'),
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    fatal: at('fatal'),
    silent: () => undefined,
    child: (more = {}, options = {}) =>
      makeLogger(
        {
          level: options.level ?? logger.level,
          serializers: { ...serializers, ...options.serializers },
          errorKey,
        },
        { ...bindings, ...more },
      ),
    bindings: () => bindings,
    setBindings: (more) => {
      bindings = { ...bindings, ...more };
    },
    isLevelEnabled: (name) => valueOf(name) >= valueOf(logger.level) && name !== 'silent',
    flush: (callback) => callback?.(),
  };
  return logger;
}

function lineOf(
  first: unknown,
  rest: readonly unknown[],
  errorKey: string,
): { fields: Fields; message: string } {
  if (typeof first !== 'object') {
    const [message, ...values] = first === undefined ? rest : [first, ...rest];
    return { fields: {}, message: toMessage(message, values) };
  }
  const [message, ...values] = rest;
  const fields: Fields = first instanceof Error ? { [errorKey]: first } : ((first ?? {}) as Fields);
  if (message !== undefined) return { fields, message: toMessage(message, values) };
  if (typeof fields.msg === 'string') return { fields, message: fields.msg };
  const error = fields[errorKey] as { message?: unknown } | null | undefined;
  return { fields, message: toMessage(error?.message, []) };
}

function toMessage(message: unknown, values: readonly unknown[]): string {
  const text = formatMessage(message, values);
  return typeof text === 'string' ? text : text === undefined || text === null ? '' : toText(text);
}

function valueOf(level: string): number {
  return LEVELS[level]?.value ?? Infinity;
}

/** The module `pino`: a function, which is also its own `default` and `pino`. */
export const pinoModule = Object.assign(
  (options: Partial<Settings> & { readonly base?: Fields | null } = {}): Logger =>
    makeLogger(
      {
        level: options.level ?? 'info',
        serializers: options.serializers ?? {},
        errorKey: options.errorKey ?? 'err',
      },
      options.base ?? {},
    ),
  {
    levels: {
      values: Object.fromEntries(Object.entries(LEVELS).map(([name, { value }]) => [name, value])),
      labels: Object.fromEntries(Object.entries(LEVELS).map(([name, { value }]) => [value, name])),
    },
    stdSerializers: {
      err: serializeError,
      errWithCause: serializeErrorWithCause,
    },
    stdTimeFunctions: {},
  },
);
Object.assign(pinoModule, { default: pinoModule, pino: pinoModule });
