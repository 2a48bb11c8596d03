import * as z from 'zod/mini';
import { SqlError } from './errors.ts';

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

/** One line of a transcript: who ran what, and what came of it. */
export const TranscriptStep = z.object({
  actor: Actor,
  sql: z.string(),
  outcome: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('rows'), result: OwnedRows }),
    z.object({ kind: z.literal('changed'), count: z.number(), changes: z.array(RowChange) }),
    z.object({ kind: z.literal('refused'), error: SqlError }),
    z.object({ kind: z.literal('done'), tag: z.string() }),
  ]),
  /** One sentence on what this step shows. */
  note: z.optional(z.string()),
});
export type TranscriptStep = z.infer<typeof TranscriptStep>;

/** Why a check failed: the shortest transcript found that shows it, and how to see it again. */
export const Evidence = z.object({
  seed: z.number(),
  tenants: z.array(Tenant),
  transcript: z.array(TranscriptStep),
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
