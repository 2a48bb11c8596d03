import * as z from 'zod/mini';

/**
 * Everything that can go wrong outside a check's own finding, as one closed list.
 * Codes cross realms as data; a code is stable, its sentence is not.
 */
export const FaultCode = z.enum([
  /** The learner's SQL was refused by the server; `sql` carries the server's error. */
  'sql-error',
  /** The learner's SQL ended with a transaction still open, so none of it was kept. */
  'transaction-left-open',
  /** A table the lesson needs is gone after the learner's SQL. */
  'relation-missing',
  /** A role is missing, or may not be used for what was asked. */
  'role-unusable',
  /** The learner's TypeScript does not parse. */
  'compile-error',
  /** A module threw while it loaded, asks for one that is not there, or lacks an export. */
  'program-error',
  /** The learner's code did not come to an end, or waits for itself: it was stopped. */
  'program-stuck',
  /** The learner's code ended its own process, or used up its memory. */
  'program-ended',
  /** No sandbox could be started here. */
  'sandbox-failed',
  /** A file of the submission cannot be used: unknown, unreadable, too large or not text. */
  'file-refused',
  /** No such lesson. */
  'lesson-unknown',
  /** The deadline passed and the worker was terminated. */
  'timed-out',
  /** A newer request, or the user, ended this one. */
  'cancelled',
  /** The worker ended on its own: out of memory, a wasm trap, a script error. */
  'worker-crashed',
  /** An asset the database needs could not be fetched, or came incomplete. */
  'download-failed',
  /** The browser lacks WebAssembly or module workers. */
  'browser-unsupported',
  /** The server answered outside the protocol; the session cannot be trusted any more. */
  'database-died',
  /** The boot-time self-test found that untrusted SQL could leave its role. */
  'confinement-broken',
  /** A defect of the workbook itself. */
  'harness-fault',
]);
export type FaultCode = z.infer<typeof FaultCode>;

/**
 * An error of the PostgreSQL server, with the fields of its ErrorResponse that we use.
 * `position` counts characters from 1 in the text that was sent.
 * Source: PostgreSQL documentation, "Error and Notice Message Fields".
 */
export const SqlError = z.object({
  severity: z.string(),
  /** SQLSTATE, five characters. */
  code: z.string(),
  message: z.string(),
  detail: z.optional(z.string()),
  hint: z.optional(z.string()),
  position: z.optional(z.number()),
  where: z.optional(z.string()),
});
export type SqlError = z.infer<typeof SqlError>;

/** A fault as data: what crosses a realm's border in place of an `Error`. */
export const Fault = z.object({
  code: FaultCode,
  /** One clear sentence for the person at the keyboard. */
  message: z.string(),
  /** The learner's file the fault belongs to, with its line from 1 where one is known. */
  file: z.optional(z.string()),
  line: z.optional(z.number()),
  column: z.optional(z.number()),
  sql: z.optional(SqlError),
});
export type Fault = z.infer<typeof Fault>;

/** The thrown form of a {@link Fault}. Recognised by name, since realms do not share classes. */
export class LeakproofError extends Error {
  override readonly name = 'LeakproofError';
  readonly fault: Fault;

  constructor(fault: Fault, options?: { cause: unknown }) {
    super(fault.message, options);
    this.fault = fault;
  }
}

/**
 * Turns anything thrown into a {@link Fault}, so that it can be posted to another realm.
 * Unknown things become `harness-fault` and keep their own message.
 */
export function toFault(thrown: unknown): Fault {
  if (thrown instanceof Error && thrown.name === 'LeakproofError' && 'fault' in thrown) {
    const parsed = Fault.safeParse(thrown.fault);
    if (parsed.success) return parsed.data;
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: 'harness-fault', message };
}
