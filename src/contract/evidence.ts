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

/** A watched setting as a connection carried it: null was never set, `''` is set no more. */
export const CarriedSetting = z.object({
  name: z.string(),
  value: z.nullable(z.string()),
  /** The tenant whose id the value is, by its index. */
  tenant: z.nullable(z.number()),
});
export type CarriedSetting = z.infer<typeof CarriedSetting>;

/** One use of a server connection: from its hand-over to a call until it was given back. */
export const TimelineBar = z.object({
  /** The call it served, as it is shown; null where no call is known. */
  call: z.nullable(z.string()),
  /** Whose request it served. */
  tenant: z.nullable(z.number()),
  /** In order numbers shared by all lanes: bars and statements stand where these say. */
  from: z.number(),
  /** Null where it was never given back. */
  to: z.nullable(z.number()),
  /** What the connection carried when it was handed over, and when it was given back. */
  settingsIn: z.array(CarriedSetting),
  settingsOut: z.array(CarriedSetting),
  statements: z.array(z.object({ at: z.number(), ...SentStatement.shape })),
  /** It started with another tenant's value: that tenant's index. This is the leak. */
  inherited: z.nullable(z.number()),
});
export type TimelineBar = z.infer<typeof TimelineBar>;

/** Who had which server connection when, and what it carried from one to the next. */
export const Timeline = z.object({
  tenants: z.array(Tenant),
  lanes: z.array(z.object({ name: z.string(), bars: z.array(TimelineBar) })),
});
export type Timeline = z.infer<typeof Timeline>;

/** One reply that was let through while several calls were in flight. */
export const ScheduledReply = z.object({
  /** Index of the call's step in the transcript; null where the reply served none of them. */
  step: z.nullable(z.number()),
  /** What was answered: `BEGIN`, `cache get report:7`. */
  what: z.string(),
});
export type ScheduledReply = z.infer<typeof ScheduledReply>;

/** Why a check failed: the shortest transcript found that shows it, and how to see it again. */
export const Evidence = z.object({
  seed: z.number(),
  tenants: z.array(Tenant),
  transcript: z.array(TranscriptStep),
  /** Where the calls were in flight together: the order in which their replies came. */
  schedule: z.optional(z.array(ScheduledReply)),
  timeline: z.optional(Timeline),
});
export type Evidence = z.infer<typeof Evidence>;

/** The commands that a policy can be for: the rows of the matrix, for each table. */
export const MatrixCommand = z.enum(['SELECT', 'INSERT', 'UPDATE', 'DELETE']);
export type MatrixCommand = z.infer<typeof MatrixCommand>;

/** In whose context a matrix cell was run, seen from the tenant whose rows are asked for. */
export const MatrixContext = z.enum(['own', 'other', 'none']);
export type MatrixContext = z.infer<typeof MatrixContext>;

/** One cell: what a context may do to a table's rows, counted on the engine. */
export const MatrixCell = z.object({
  table: z.string(),
  command: MatrixCommand,
  context: MatrixContext,
  /** Rows the command reached, of `total` it could have reached. */
  reached: z.number(),
  total: z.number(),
  /** Own rows should be reached, all of them; all others not at all. */
  state: z.enum(['allowed', 'denied', 'leaked', 'over-blocked']),
  actor: Actor,
  /** The statement that was run, and the error that refused it, if one did. */
  sql: z.string(),
  error: z.nullable(SqlError),
});
export type MatrixCell = z.infer<typeof MatrixCell>;

/** The isolation matrix of one world: tables × commands × contexts. */
export const Matrix = z.object({
  tables: z.array(z.string()),
  cells: z.array(MatrixCell),
});
export type Matrix = z.infer<typeof Matrix>;
