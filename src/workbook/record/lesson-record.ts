import * as z from 'zod/mini';
import { FileTexts, MAX_FILE_CHARACTERS, Stage } from '../../contract/index.ts';

/** Milliseconds since 1970. */
const Moment = z.int().check(z.nonnegative());

/** What a learner's text may hold: a limit of its own, since a record may come from a file. */
const Texts = FileTexts.check(
  z.refine((texts) => Object.values(texts).every((text) => text.length <= MAX_FILE_CHARACTERS), {
    error: 'a file is too long',
  }),
);

/** How many texts of one's own are kept that something else has taken the place of. */
export const KEPT_ASIDE = 10;

/** Texts that were the learner's until something took their place. Never thrown away in silence. */
export const AsideTexts = z.object({
  at: Moment,
  /** Changed files only, as in a record, and the starter they were begun from. */
  texts: Texts,
  starter: z.string().check(z.maxLength(64)),
  why: z.enum(['share', 'reset', 'import', 'other-tab', 'restore']),
});
export type AsideTexts = z.infer<typeof AsideTexts>;

/** What is kept of one lesson from one visit to the next. */
export const LessonRecord = z.object({
  /** Another one at each write: whoever knows it knows what is kept. Empty where nothing is. */
  stamp: z.string().check(z.maxLength(64)),
  /** Files whose text is not the starter's. */
  texts: Texts,
  /** {@link printOf} of the starter that the texts were begun from. */
  starter: z.string().check(z.maxLength(64)),
  stage: Stage,
  reached: Stage,
  hints: z.int().check(z.minimum(0), z.maximum(3)),
  prediction: z.nullable(z.int().check(z.nonnegative())),
  /** When all checks first passed. */
  passed: z.nullable(Moment),
  /** When a check last failed. */
  failed: z.nullable(Moment),
  /** Milliseconds at work. */
  spent: z.int().check(z.nonnegative()),
  /** When the lesson was last open. */
  seen: Moment,
  /** The latest first. */
  aside: z.array(AsideTexts).check(z.maxLength(KEPT_ASIDE)),
});
export type LessonRecord = z.infer<typeof LessonRecord>;

/** A lesson that nobody has opened. */
export const NO_RECORD: LessonRecord = {
  stamp: '',
  texts: {},
  starter: '',
  stage: 'leak',
  reached: 'leak',
  hints: 0,
  prediction: null,
  passed: null,
  failed: null,
  spent: 0,
  seen: 0,
  aside: [],
};

/** What storage holds, or {@link NO_RECORD} where that cannot be read. */
export function parseRecord(kept: unknown): LessonRecord {
  const parsed = LessonRecord.safeParse(kept);
  return parsed.success ? parsed.data : NO_RECORD;
}

/** Whether two sets of texts are the same, whatever the order of their files. */
export function sameTexts(one: FileTexts, other: FileTexts): boolean {
  const paths = Object.keys(one);
  return (
    paths.length === Object.keys(other).length && paths.every((path) => one[path] === other[path])
  );
}

/**
 * With these texts laid aside. Texts that hold nothing, that lie there already, or that are those
 * that take their place are not.
 */
export function layAside(
  aside: readonly AsideTexts[],
  entry: AsideTexts,
  instead: FileTexts = {},
): LessonRecord['aside'] {
  const empty = Object.keys(entry.texts).length === 0;
  if (empty || sameTexts(entry.texts, instead)) return [...aside];
  const others = aside.filter(({ texts }) => !sameTexts(texts, entry.texts));
  return [entry, ...others].slice(0, KEPT_ASIDE);
}

/** A short print of the starter, which tells whether texts were begun from another one. */
export function printOf(starter: FileTexts): string {
  let hash = 0x811c9dc5;
  for (const character of JSON.stringify(Object.entries(starter).sort())) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return (hash >>> 0).toString(16);
}
