import * as z from 'zod/mini';
import { SqlError } from './errors.ts';
import { Picture } from './picture.ts';
import { Actor, Tenant, TranscriptStep } from './transcript.ts';

/** One reply that was let through while several calls were in flight. */
export const ScheduledReply = z.object({
  /** Index of the call's step in the transcript; null where the reply served none of them. */
  step: z.nullable(z.number()),
  /** What was answered: `BEGIN`, `cache get report:7`. */
  what: z.string(),
});
export type ScheduledReply = z.infer<typeof ScheduledReply>;

/** What a tenant owned in one table of the world before the first step: what it may see of it. */
export const OwnRows = z.object({
  /** The tenant's index. */
  tenant: z.number(),
  table: z.string(),
  columns: z.array(z.string()),
  /** At most {@link OWN_ROWS}. */
  rows: z.array(z.array(z.nullable(z.string()))),
  total: z.number(),
});
export type OwnRows = z.infer<typeof OwnRows>;

/** The most rows of a tenant that evidence keeps of one table; the rest is counted. */
export const OWN_ROWS = 6;

/** Why a check failed: the shortest transcript found that shows it, and how to see it again. */
export const Evidence = z.object({
  seed: z.number(),
  tenants: z.array(Tenant),
  transcript: z.array(TranscriptStep),
  /** Of the tenants that act in the transcript. */
  own: z.optional(z.array(OwnRows)),
  /** Where the calls were in flight together: the order in which their replies came. */
  schedule: z.optional(z.array(ScheduledReply)),
  picture: z.optional(Picture),
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
