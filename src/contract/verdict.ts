import * as z from 'zod/mini';
import { Fault } from './errors.ts';
import { Evidence, Matrix } from './evidence.ts';
import { CheckKind } from './lesson.ts';
import { Picture } from './picture.ts';
import { Tenant, TranscriptStep } from './transcript.ts';
import { WorldData } from './world-data.ts';

/** A verdict passes only if every check passed; `could-not-check` never counts as a pass. */
export const CheckStatus = z.enum(['passed', 'failed', 'could-not-check']);
export type CheckStatus = z.infer<typeof CheckStatus>;

/** What became of one check over all its worlds. */
export const CheckResult = z.object({
  id: z.string(),
  kind: CheckKind,
  title: z.string(),
  status: CheckStatus,
  /** A sentence with a subject, a verb and a number. */
  message: z.string(),
  /** Set where it failed: what to understand, in terms of the answer that was given. */
  explanation: z.optional(z.string()),
  /** The lesson's wrong answer that fails the same way, if one does. */
  resembles: z.optional(z.string()),
  evidence: z.nullable(Evidence),
});
export type CheckResult = z.infer<typeof CheckResult>;

/** One result of the learner's own SQL, as the console shows it: the first rows, and how many there were. */
export const ConsoleResult = z.object({
  file: z.string(),
  tag: z.string(),
  columns: z.array(z.string()),
  rows: z.array(z.array(z.nullable(z.string()))),
  total: z.nullable(z.number()),
});
export type ConsoleResult = z.infer<typeof ConsoleResult>;

/** One line that the learner's program wrote with `console`, and the call that wrote it. */
export const OutputLine = z.object({
  level: z.enum(['debug', 'log', 'info', 'warn', 'error']),
  text: z.string(),
  /** As a transcript shows it; null while the modules were loading. */
  call: z.nullable(z.string()),
});
export type OutputLine = z.infer<typeof OutputLine>;

/** The outcome of one press of *Check*. */
export const Verdict = z.object({
  lesson: z.string(),
  /** The seed that reproduces all of it; `seeds` are those of its worlds. */
  seed: z.number(),
  seeds: z.array(z.number()),
  passed: z.boolean(),
  /** Milliseconds spent in the database worker. */
  ms: z.number(),
  checks: z.array(CheckResult),
  /** Why nothing could be checked: the learner's SQL was refused, timed out, and the like. */
  fault: z.nullable(Fault),
  /** Of the first world; null where nothing could be checked, or the matrix could not be read. */
  matrix: z.nullable(Matrix),
  console: z.array(ConsoleResult),
  /** Of the first world, in a lesson of TypeScript; at most {@link OUTPUT_LINES}. */
  output: z.optional(z.array(OutputLine)),
  /** Of the world that the matrix is of; absent where it could not be read, or no matrix is drawn. */
  data: z.optional(WorldData),
  /** Of a verdict that passed: drawn from a run of the first world. */
  picture: z.optional(Picture),
});
export type Verdict = z.infer<typeof Verdict>;

/** What *Run the attack* shows. `leaked` is decided by the rows that came back, not by the script. */
export const AttackReport = z.object({
  lesson: z.string(),
  seed: z.number(),
  tenants: z.array(Tenant),
  leaked: z.boolean(),
  /** What happened in one sentence. */
  sentence: z.string(),
  transcript: z.array(TranscriptStep),
  fault: z.nullable(Fault),
  console: z.array(ConsoleResult),
  output: z.optional(z.array(OutputLine)),
  /** Of its world once it was over; absent where that could not be read. */
  data: z.optional(WorldData),
  /** What the lesson draws of it; or who had the connection when, where its pooler watches settings. */
  picture: z.optional(Picture),
});
export type AttackReport = z.infer<typeof AttackReport>;

/** Rows of a learner's own statement that the console keeps; the rest is counted. */
export const CONSOLE_ROWS = 500;

/** Lines of the learner's own `console` that a run keeps, and characters of one line. */
export const OUTPUT_LINES = 200;
export const OUTPUT_CHARACTERS = 2_000;
