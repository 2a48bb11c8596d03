import type { FaultCode, FileTexts, Plain } from '../../../src/contract/index.ts';

/** How a script ends: what its `attack` comes to, and what it leaves running. */
export type Ending =
  /** `attack` returned this. */
  | { readonly answers: Plain }
  /** It threw something whose message is like this. */
  | { readonly throws: RegExp }
  /** Its promise did not settle, and the realm said so. */
  | { readonly unsettled: RegExp }
  /** The program was refused, or its realm was ended. */
  | { readonly fault: FaultCode; readonly says: RegExp };

/** One attack on the sandbox, or on whoever runs it. */
export interface HostileScript {
  readonly name: string;
  readonly tries: string;
  /** What keeps it from succeeding. */
  readonly stoppedBy: string;
  /** Modules; `app.ts` exports `attack`. */
  readonly files: FileTexts;
  /** More than one where it is a race which comes first. */
  readonly ends: readonly Ending[];
  /** Where a browser ends it another way. */
  readonly endsInChromium?: readonly Ending[];
  /** It runs against a database, in transaction mode with one server connection. */
  readonly database?: true;
}

/** A script of one module. Its `attack` is what is called. */
export const script = (
  name: string,
  about: { readonly tries: string; readonly stoppedBy: string },
  text: string,
  ends: Ending | readonly Ending[],
  more: Pick<HostileScript, 'endsInChromium' | 'database'> = {},
): HostileScript => ({
  name,
  ...about,
  files: { 'app.ts': text },
  ends: Array.isArray(ends) ? (ends as readonly Ending[]) : [ends as Ending],
  ...more,
});

/** The deadline of a call passed. */
export const STUCK: Ending = {
  fault: 'program-stuck',
  says: /^attack did not come to an end within \d+ seconds?, so your program was stopped\.$/,
};

/** After the call, the program did not come to rest. */
export const RESTLESS: Ending = {
  fault: 'program-stuck',
  says: /^What your program does by itself did not come to an end within \d+ seconds?/,
};

/** The realm ran out of memory. */
export const OUT_OF_MEMORY: Ending = {
  fault: 'program-ended',
  says: /^Your program was ended: it used (more memory than a program may have|up its memory)/,
};

/** It cannot see or touch anything outside. */
export const CONFINED: Ending = { answers: 'confined' };
