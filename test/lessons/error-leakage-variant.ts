/** An answer tried while the lesson was played, and the texts of the right one that it replaces. */

/** What a variant comes to: every check passed, or this one failed with this message. */
export type Expected = 'passed' | { readonly id: string; readonly message: RegExp };

/** Replaces texts in the right answer `catch-log-answer`. */
export interface Variant {
  readonly name: string;
  readonly expected: Expected;
  readonly boundary: readonly (readonly [from: string, to: string])[];
  readonly errors?: string;
}

export const ID = 'const incident = randomUUID();';
export const IMPORT = "import { randomUUID } from 'node:crypto';";
export const APPROVED =
  'if (thrown instanceof UserError) return { ok: false, message: thrown.message };';
export const LOGGED = 'log.error({ ...about, err: thrown });';
export const ANSWER =
  "return { ok: false, message: 'Something went wrong on our side.', incident };";
export const CALL = '/** Calls a tool.';
export const RESULT = 'return { ok: true, result: await tool(session, args) };';
