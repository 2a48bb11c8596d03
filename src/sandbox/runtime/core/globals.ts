import { Buffer } from 'buffer/';
import { host } from '../host.ts';
import { consoleModule } from '../node/console.ts';
import { webcrypto } from '../node/crypto.ts';
import { processModule } from '../node/process.ts';
import { AbortController, AbortSignal, DOMException } from '../web/abort.ts';
import { Event, EventTarget } from '../web/event-target.ts';
import { structuredClone } from '../web/structured-clone.ts';
import { TextDecoder, TextEncoder } from '../web/text.ts';
import { URL, URLSearchParams } from '../web/url.ts';
import { timers } from './timers.ts';

const started = host.now();

/** What Node's global object has and the language does not, as far as this sandbox has it. */
const GLOBALS: Readonly<Record<string, unknown>> = {
  ...timers,
  AbortController,
  AbortSignal,
  Buffer,
  DOMException,
  Event,
  EventTarget,
  TextDecoder,
  TextEncoder,
  URL,
  URLSearchParams,
  atob: (text: unknown): string => Buffer.from(String(text), 'base64').toString('latin1'),
  btoa: (text: unknown): string => Buffer.from(String(text), 'latin1').toString('base64'),
  console: consoleModule,
  crypto: webcrypto,
  global: globalThis,
  performance: { now: (): number => host.now() - started, timeOrigin: started },
  process: processModule,
  structuredClone,
};

export function installGlobals(global: object): void {
  for (const [name, value] of Object.entries(GLOBALS)) {
    Object.defineProperty(global, name, {
      value,
      writable: true,
      enumerable: false,
      configurable: true,
    });
  }
}
