/** A logger with pino's call shapes. What it is given, the checks can read. */

declare module 'pino' {
  interface LogFn {
    (fields: object, message?: string, ...values: unknown[]): void;
    (message: string, ...values: unknown[]): void;
  }
  /** By the name of a field. Unless given, only `err` has one: any other error is written as `{}`. */
  type Serializers = Readonly<Record<string, (value: never) => unknown>>;
  export interface Logger {
    level: string;
    readonly trace: LogFn;
    readonly debug: LogFn;
    readonly info: LogFn;
    readonly warn: LogFn;
    readonly error: LogFn;
    readonly fatal: LogFn;
    /** A logger that adds these fields to each line. */
    child(bindings: object, options?: { level?: string; serializers?: Serializers }): Logger;
  }
  export interface LoggerOptions {
    level?: string;
    name?: string;
    base?: object | null;
    serializers?: Serializers;
    errorKey?: string;
    [option: string]: unknown;
  }
  export const stdSerializers: {
    /** Causes are appended to message and stack. */
    readonly err: (error: unknown) => unknown;
    /** Causes are kept, with their own fields. */
    readonly errWithCause: (error: unknown) => unknown;
  };
  export function pino(options?: LoggerOptions): Logger;
  export namespace pino {
    export { stdSerializers };
    export type { Logger, LoggerOptions };
  }
  export default pino;
}
