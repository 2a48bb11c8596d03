import * as z from 'zod/mini';
import { SqlError } from './errors.ts';
import { CodePlace } from './plain.ts';

/** A tenant of a world. `index` decides its mark (colour, shape, letter) all over the page. */
export const Tenant = z.object({
  index: z.int().check(z.nonnegative(), z.maximum(3)),
  name: z.string(),
  id: z.string(),
});
export type Tenant = z.infer<typeof Tenant>;

/** Who runs a statement: a role, and the tenant whose context is set, if any. */
export const Actor = z.object({ role: z.string(), tenant: z.nullable(Tenant) });
export type Actor = z.infer<typeof Actor>;

/** Rows as they are shown, each with the tenant that owns it (its index), null where none does. */
export const OwnedRows = z.object({
  columns: z.array(z.string()),
  rows: z.array(
    z.object({
      values: z.array(z.nullable(z.string())),
      owner: z.nullable(z.number()),
      /** This row reached somebody it does not belong to. */
      foreign: z.boolean(),
    }),
  ),
  /** How many there were; `rows` may hold fewer. */
  total: z.number(),
});
export type OwnedRows = z.infer<typeof OwnedRows>;

/** One row that a statement inserted, updated or deleted, by the truth before and after. */
export const RowChange = z.object({
  table: z.string(),
  kind: z.enum(['inserted', 'updated', 'deleted']),
  key: z.string(),
  ownerBefore: z.nullable(z.number()),
  ownerAfter: z.nullable(z.number()),
});
export type RowChange = z.infer<typeof RowChange>;

/** A row of the world that was recognised in what a call answered, by a text that is only its own. */
export const FoundRow = z.object({
  table: z.string(),
  key: z.string(),
  owner: z.nullable(z.number()),
  /** It reached somebody it does not belong to. */
  foreign: z.boolean(),
  /** The text that gave it away. It stands in `value` as it stands here, unless that was cut. */
  text: z.string(),
});
export type FoundRow = z.infer<typeof FoundRow>;

/** A statement that a call sent through the driver, as the server answered it. */
export const SentStatement = z.object({
  sql: z.string(),
  parameters: z.array(z.nullable(z.string())),
  /** From the command tag; null where it has no number. */
  rows: z.nullable(z.number()),
  /** SQLSTATE of its refusal. */
  error: z.nullable(z.string()),
});
export type SentStatement = z.infer<typeof SentStatement>;

/** What calling one of the learner's functions came to. `changes`: by the truth, before and after. */
const CallStepOutcomes = [
  z.object({
    kind: z.literal('returned'),
    /** As a literal, over several lines where it is long; cut to {@link VALUE_CHARACTERS}. */
    value: z.string(),
    found: z.array(FoundRow),
    changes: z.array(RowChange),
  }),
  z.object({
    kind: z.literal('threw'),
    name: z.string(),
    message: z.string(),
    /** A SQLSTATE or an errno, where the error had one. */
    code: z.nullable(z.string()),
    /** The learner's line that threw. */
    place: z.nullable(CodePlace),
    found: z.array(FoundRow),
    changes: z.array(RowChange),
  }),
  /** It never answered; the message says what it waits for. */
  z.object({ kind: z.literal('unsettled'), message: z.string(), changes: z.array(RowChange) }),
] as const;

/** One line of a transcript: who ran or called what, and what came of it. */
export const TranscriptStep = z.object({
  actor: Actor,
  /** What `sql` is: SQL unless it is given. */
  language: z.optional(z.enum(['sql', 'typescript'])),
  /** The statement; or the call as it is shown, such as `getDocument(session, 17)`. */
  sql: z.string(),
  outcome: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('rows'), result: OwnedRows }),
    z.object({ kind: z.literal('changed'), count: z.number(), changes: z.array(RowChange) }),
    z.object({ kind: z.literal('refused'), error: SqlError }),
    z.object({ kind: z.literal('done'), tag: z.string() }),
    ...CallStepOutcomes,
  ]),
  /** Of a call: the statements it sent, in their order; at most {@link STEP_STATEMENTS}. */
  statements: z.optional(z.array(SentStatement)),
  /** One sentence on what this step shows. */
  note: z.optional(z.string()),
});
export type TranscriptStep = z.infer<typeof TranscriptStep>;

/** The most characters of a returned value that a transcript keeps. */
export const VALUE_CHARACTERS = 2_000;
/** The most statements of one call that a transcript keeps. */
export const STEP_STATEMENTS = 20;
