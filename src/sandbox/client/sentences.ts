import type { Fault } from '../../contract/index.ts';

/** What befalls a realm, each as the one sentence that the person at the keyboard reads. */

const seconds = (milliseconds: number): string => {
  const count = milliseconds / 1000;
  return count === 1 ? '1 second' : `${count} seconds`;
};

export const didNotStart = (reason: string): Fault => ({
  code: 'sandbox-failed',
  message: `The sandbox for your TypeScript could not be started: ${reason.replace(/\.$/, '')}.`,
});

export const noChunk = (names: readonly string[], error: unknown): Fault => ({
  code: 'sandbox-failed',
  message: `What your program imports could not be loaded (${names.join(', ')}: ${error instanceof Error ? error.message : String(error)}).`,
});

export const noAnswer = (milliseconds: number): string =>
  `it gave no sign within ${seconds(milliseconds)}`;

/** @param what that is waited for: `getDocument`, `loading the modules` */
export const stuck = (what: string, milliseconds: number): Fault => ({
  code: 'program-stuck',
  message: `${what} did not come to an end within ${seconds(milliseconds)}, so your program was stopped.`,
});

export const exited = (code: number): Fault => ({
  code: 'program-ended',
  message: `Your program ended itself with process.exit(${code}).`,
});

/** @param reason as the host of the realm gave it, such as `it used up its memory` */
export const died = (reason: string): Fault => ({
  code: 'program-ended',
  message: `Your program was ended: ${reason}.`,
});

export const MALFORMED = died('it sent a message that no program sends');
export const TOO_MANY_MESSAGES = died('it sent more messages than can be followed');
export const TOO_MUCH_TRACE = died('it wrote and logged more than can be kept');
export const TOO_MANY_SOCKETS = died('it opened more connections than can be followed');

export const CLOSED: Fault = { code: 'cancelled', message: 'The sandbox was closed.' };
export const RELOADED: Fault = { code: 'cancelled', message: 'The program was started anew.' };
