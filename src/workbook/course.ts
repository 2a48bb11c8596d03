import type { MapLesson } from '../contract/index.ts';
import type { LessonRecord } from './record/lesson-record.ts';

/** How far a lesson has come, as the map shows it. */
export type Standing = 'new' | 'begun' | 'held';

type Records = ReadonlyMap<string, LessonRecord>;

/** The map's lessons with what is known of each, and where to go on. */
export interface Course {
  readonly held: number;
  readonly total: number;
  /** Minutes of the lessons that have not held yet. */
  readonly minutesLeft: number;
  /** The lesson to go on with; null where all hold. `begun`: the learner was in the middle of it. */
  readonly next: { readonly lesson: MapLesson; readonly begun: boolean } | null;
}

/** Whoever only looked at a lesson has not begun it. */
export function standingOf(record: LessonRecord | undefined): Standing {
  if (record === undefined) return 'new';
  if (record.passed !== null) return 'held';
  const { texts, hints, failed, prediction, reached } = record;
  const touched = Object.keys(texts).length > 0 || hints > 0 || failed !== null;
  return touched || prediction !== null || reached !== 'leak' ? 'begun' : 'new';
}

/** Where the learner is: the lesson begun last, or the first one after what held last. */
export function courseOf(lessons: readonly MapLesson[], records: Records): Course {
  const at = (lesson: MapLesson): Standing => standingOf(records.get(lesson.slug));
  const seen = ({ slug }: MapLesson): number => records.get(slug)?.seen ?? 0;
  const open = lessons.filter((lesson) => at(lesson) !== 'held');
  const [begun] = open
    .filter((lesson) => at(lesson) === 'begun')
    .sort((one, other) => seen(other) - seen(one));
  return {
    held: lessons.length - open.length,
    total: lessons.length,
    minutesLeft: open.reduce((sum, { minutes }) => sum + minutes, 0),
    next: begun === undefined ? following(lessons, records) : { lesson: begun, begun: true },
  };
}

function following(lessons: readonly MapLesson[], records: Records): Course['next'] {
  const passed = ({ slug }: MapLesson): number => records.get(slug)?.passed ?? -1;
  const last = lessons.reduce((best, each, at) => {
    const before = lessons[best];
    return before === undefined || passed(each) > passed(before) ? at : best;
  }, 0);
  const from = lessons.some((each) => passed(each) >= 0) ? last + 1 : 0;
  const order = [...lessons.slice(from), ...lessons.slice(0, from)];
  const lesson = order.find((each) => passed(each) < 0);
  return lesson === undefined ? null : { lesson, begun: false };
}

/** A lesson that a search found, and what it is known by where the map does not show it. */
export interface Found {
  readonly slug: string;
  /** The rule or the identifiers in which the words stand; empty where title and summary have them. */
  readonly because: string;
}

/** The lessons in whose title, summary, rule or identifiers every word of the query stands. */
export function searchLessons(lessons: readonly MapLesson[], query: string): readonly Found[] {
  const words = query.split(/\s+/).map(plain).filter(Boolean);
  return lessons.flatMap((lesson) => {
    const { slug, title, summary, rule, identifiers } = lesson;
    if (words.every((word) => has(word, [title, summary]))) return [{ slug, because: '' }];
    if (!words.every((word) => has(word, [title, summary, rule, ...identifiers]))) return [];
    return [{ slug, because: named(words, identifiers) || rule }];
  });
}

/** The identifiers that are meant: in `cwe 639` the number says which. */
function named(words: readonly string[], identifiers: readonly string[]): string {
  const numbers = words.filter((word) => /\d/.test(word));
  const telling = numbers.length > 0 ? numbers : words;
  return identifiers.filter((name) => telling.some((word) => has(word, [name]))).join(' · ');
}

function has(word: string, texts: readonly string[]): boolean {
  const text = texts.map(plain).join(' ');
  // `CWE-639`, `cwe 639` and `cwe639` are one name.
  return text.includes(word) || (/\d/.test(word) && tight(text).includes(tight(word)));
}

const tight = (text: string): string => text.replaceAll(' ', '');

/** Lower case without accents, and a space for all that is neither letter nor digit. */
function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{Letter}\p{Number}]+/gu, ' ')
    .trim();
}
