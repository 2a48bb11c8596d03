/** A logger with pino's call shapes. What it is given, the checks can read. */

declare module 'pino' {
  interface LogFn {
    (fields: object, message?: string, ...values: unknown[]): void;
    (message: string, ...values: unknown[]): void;
  }
  export interface Logger {
    level: string;
    readonly trace: LogFn;
    readonly debug: LogFn;
    readonly info: LogFn;
    readonly warn: LogFn;
    readonly error: LogFn;
    readonly fatal: LogFn;
    /** A logger that adds these fields to each line. */
    child(bindings: object): Logger;
  }
  export interface LoggerOptions {
    level?: string;
    name?: string;
    base?: object | null;
    [option: string]: unknown;
  }
  export function pino(options?: LoggerOptions): Logger;
  export default pino;
}
