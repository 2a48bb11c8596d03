import { describe, expect, test } from 'vitest';
import type { MapLesson } from '../../src/contract/index.ts';
import {
  courseOf,
  NO_RECORD,
  searchLessons,
  standingOf,
  type LessonRecord,
} from '../../src/workbook/index.ts';

const lesson = (slug: string, more: Partial<MapLesson> = {}): MapLesson => ({
  ...{ slug, title: slug, summary: 'What it is about.', rule: 'A rule.', identifiers: ['CWE-284'] },
  minutes: 10,
  ...more,
});
const LESSONS = [
  lesson('one', { title: 'The missing predicate', identifiers: ['CWE-639', 'API1:2023'] }),
  lesson('two', { summary: 'Café: SELECT, INSERT and UPDATE.', rule: 'Name the tenant first.' }),
  lesson('three', { minutes: 15, identifiers: ['CWE-362', 'CWE-639'] }),
];
const record = (patch: Partial<LessonRecord>): LessonRecord => ({ ...NO_RECORD, ...patch });
const records = (entries: Record<string, Partial<LessonRecord>>) =>
  new Map(Object.entries(entries).map(([slug, patch]) => [slug, record(patch)]));

describe('how far a lesson has come', () => {
  test.each<[string, Partial<LessonRecord> | undefined]>([
    ['new', undefined],
    ['new', { seen: 5, spent: 60_000, stage: 'fix' }],
    ['begun', { texts: { 'a.sql': '' } }],
    ['begun', { hints: 1 }],
    ['begun', { prediction: 0 }],
    ['begun', { reached: 'fix' }],
    ['begun', { failed: 3 }],
    ['held', { passed: 3, failed: 4 }],
  ])('%s: %j', (standing, patch) => {
    expect(standingOf(patch && record(patch))).toBe(standing);
  });
});

describe('the course', () => {
  test.each([
    ['of a newcomer begins with the first', {}, 'one', false, 35],
    ['goes on where one was last', { one: { hints: 1, seen: 1 }, three: { hints: 1, seen: 2 } }],
    ['goes on after what held last', { one: { passed: 1 } }, 'two', false, 25],
    ['comes back to what was left out', { two: { passed: 1 }, three: { passed: 2 } }, 'one', false],
    ['prefers what was begun', { two: { passed: 9 }, one: { hints: 1 } }, 'one', true],
  ])('%s', (_, kept, next = 'three', begun = true, left?: number) => {
    const course = courseOf(LESSONS, records(kept));
    expect(course.next).toMatchObject({ lesson: { slug: next }, begun });
    if (left !== undefined) expect(course.minutesLeft).toBe(left);
  });

  test('ends where all hold, whatever else is kept', () => {
    const kept = records({ one: { passed: 1 }, two: { passed: 2 }, three: { passed: 3 }, x: {} });
    expect(courseOf(LESSONS, kept)).toEqual({ held: 3, total: 3, minutesLeft: 0, next: null });
  });
});

describe('the search', () => {
  const found = (query: string): readonly (readonly [string, string])[] =>
    searchLessons(LESSONS, query).map(({ slug, because }) => [slug, because] as const);

  test.each<[string, readonly (readonly [string, string])[]]>([
    ['predicate', [['one', '']]],
    ['MISSING  the', [['one', '']]],
    ['cafe', [['two', '']]],
    ['tenant first', [['two', 'Name the tenant first.']]],
    ['API1', [['one', 'API1:2023']]],
    ['nothing of that', []],
    ['predicate nothing', []],
    ['.*', [...LESSONS.map(({ slug }) => [slug, ''] as const)]],
  ])('for %s', (query, expected) => {
    expect(found(query)).toEqual(expected);
  });

  test.each(['CWE-639', 'cwe 639', 'cwe639', '639', 'CWE—639'])(
    'knows an identifier as %s',
    (query) => {
      expect(found(query)).toEqual([
        ['one', 'CWE-639'],
        ['three', 'CWE-639'],
      ]);
    },
  );
});
