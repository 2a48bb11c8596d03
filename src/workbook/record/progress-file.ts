import * as z from 'zod/mini';
import { LeakproofError } from '../../contract/index.ts';
import { LessonRecord, layAside } from './lesson-record.ts';
import { laterStage } from '../stages.ts';
import { uniteAside } from './merge-records.ts';

/** No learner's progress comes near it; a file beyond it is something else. */
export const MAX_PROGRESS_BYTES = 20_000_000;
const MAX_LESSONS = 200;

const FORMAT = 'leakproof-progress';
const VERSION = 1;

const Head = z.object({ format: z.literal(FORMAT), version: z.int() });
const Slug = z.string().check(z.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/), z.maxLength(100));
const ProgressFile = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  /** When it was written, for people. */
  exported: z.string().check(z.maxLength(40)),
  lessons: z.record(Slug, LessonRecord),
});
type ProgressFile = z.infer<typeof ProgressFile>;

/** The records as a file, and a name for it. */
export function writeProgress(
  records: ReadonlyMap<string, LessonRecord>,
  now: number,
): { readonly name: string; readonly text: string } {
  const exported = new Date(now).toISOString();
  const file = {
    ...{ format: FORMAT, version: VERSION, exported },
    lessons: Object.fromEntries(records),
  } satisfies ProgressFile;
  const name = `leakproof-progress-${exported.slice(0, 10)}.json`;
  return { name, text: `${JSON.stringify(file, null, 1)}\n` };
}

/**
 * The records of a file. One that is not whole in every part is refused whole.
 * @throws LeakproofError with one sentence for the learner
 */
export function readProgress(text: string): ReadonlyMap<string, LessonRecord> {
  refuseSize(text.length);
  const json = parseJson(text);
  const head = Head.safeParse(json);
  if (!head.success) throw refused('The file is no progress file of this workbook');
  if (head.data.version !== VERSION)
    throw refused(
      `The file has version ${String(head.data.version)} of the format, and this page reads version ${String(VERSION)}`,
    );
  const file = ProgressFile.safeParse(json);
  if (!file.success) {
    const place = file.error.issues[0]?.path.map(String).join('.') ?? '';
    throw refused(`The file is damaged${place === '' ? '' : ` at “${place.slice(0, 80)}”`}`);
  }
  const lessons = Object.entries(file.data.lessons);
  if (lessons.length > MAX_LESSONS)
    throw refused(`The file holds ${String(lessons.length)} lessons, more than there can be`);
  return new Map(lessons);
}

/** @throws LeakproofError where a file is too large to be looked into */
export function refuseSize(bytes: number): void {
  if (bytes <= MAX_PROGRESS_BYTES) return;
  const megabytes = (count: number): string => `${String(Math.ceil(count / 1e6))} MB`;
  throw refused(
    `The file has ${megabytes(bytes)}, and a progress file has at most ${megabytes(MAX_PROGRESS_BYTES)}`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refused('The file is no progress file of this workbook');
  }
}

function refused(reason: string): LeakproofError {
  return new LeakproofError({
    code: 'file-refused',
    message: `${reason}, so nothing was changed.`,
  });
}

/**
 * One's own record with that of a file: the file's texts are shown and one's own laid aside, and
 * what was reached in either is reached. The same file twice changes nothing the second time.
 */
export function importRecord(own: LessonRecord, file: LessonRecord, now: number): LessonRecord {
  const touched = Object.keys(file.texts).length > 0;
  const { texts, starter } = touched ? file : own;
  const aside = uniteAside([own.aside, file.aside]);
  const left = { at: now, texts: own.texts, starter: own.starter, why: 'import' as const };
  return {
    ...own,
    texts,
    starter,
    stage: touched || own.seen === 0 ? file.stage : own.stage,
    reached: laterStage(own.reached, file.reached),
    hints: Math.max(own.hints, file.hints),
    prediction: own.prediction ?? file.prediction,
    passed: least(own.passed, file.passed),
    failed: greatest(own.failed, file.failed),
    spent: Math.max(own.spent, file.spent),
    seen: Math.max(own.seen, file.seen),
    aside: touched ? layAside(aside, left, file.texts) : aside,
  };
}

const least = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? (one ?? other) : Math.min(one, other);
const greatest = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? (one ?? other) : Math.max(one, other);
