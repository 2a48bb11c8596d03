/** The part of Node's util that there is. */

declare module 'node:util' {
  export interface InspectOptions {
    depth?: number | null | undefined;
    showHidden?: boolean | undefined;
    colors?: boolean | undefined;
    breakLength?: number | undefined;
    compact?: boolean | number | undefined;
  }
  export function format(format?: any, ...rest: any[]): string;
  export function inspect(value: any, options?: InspectOptions): string;
  /** A function whose last argument is a callback, as one that answers a promise. */
  export function promisify(original: Function): Function;
  export function promisify<Args extends any[], Result>(
    original: (...args: [...Args, (error: any, result: Result) => void]) => void,
  ): (...args: Args) => Promise<Result>;
  export function isDeepStrictEqual(left: unknown, right: unknown): boolean;
  export function inherits(constructor: unknown, superConstructor: unknown): void;
  export function deprecate<T extends Function>(fn: T, message: string, code?: string): T;
  export namespace types {
    function isDate(value: unknown): value is Date;
    function isRegExp(value: unknown): value is RegExp;
    function isNativeError(value: unknown): value is Error;
    function isPromise(value: unknown): value is Promise<unknown>;
  }
}

declare module 'node:util/types' {
  import { types } from 'node:util';
  export = types;
}
