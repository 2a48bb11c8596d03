/**
 * The few globals that Node, workers and pages all have but the ES library files do not declare.
 * Only the realms that must run anywhere (contract, checks, lessons) include this file; a name that
 * is missing here is missing on purpose, `console`, `fetch` and `process` above all.
 */

declare function structuredClone<T>(value: T): T;
declare function queueMicrotask(callback: () => void): void;
declare function setTimeout(callback: () => void, milliseconds?: number): unknown;
declare function clearTimeout(timer: unknown): void;

/** Base64 to a text of bytes, one per character. */
declare function atob(base64: string): string;

/** And back. */
declare function btoa(bytes: string): string;

declare const performance: { now(): number };

declare class TextEncoder {
  encode(text?: string): Uint8Array<ArrayBuffer>;
}

declare class TextDecoder {
  constructor(encoding?: 'utf-8', options?: { fatal?: boolean });
  decode(bytes?: ArrayBuffer | ArrayBufferView): string;
}

/** Things a message may carry. ES-only code passes them on and never looks inside. */
interface Blob {
  readonly size: number;
  readonly type: string;
}

interface MessagePort {
  postMessage(message: unknown): void;
}

declare namespace WebAssembly {
  // A class in every engine; as an opaque interface it can be named but not made.
  interface Module {
    readonly [Symbol.toStringTag]: 'WebAssembly.Module';
  }
}
