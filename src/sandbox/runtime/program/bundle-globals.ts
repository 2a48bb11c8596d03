import { Buffer } from 'buffer/';
import { clearTimeout, setImmediate, setTimeout } from '../core/background.ts';
import { processModule } from '../node/process.ts';
import { AbortController } from '../web/abort.ts';
import { TextDecoder, TextEncoder } from '../web/text.ts';
import { URL } from '../web/url.ts';

/** The free names of the packages in a chunk: as GLOBALS in ../../build/bundle.ts has them. */
export const bundleGlobals: Readonly<Record<string, unknown>> = {
  AbortController,
  Buffer,
  TextDecoder,
  TextEncoder,
  URL,
  clearTimeout,
  process: processModule,
  setImmediate,
  setTimeout,
};
