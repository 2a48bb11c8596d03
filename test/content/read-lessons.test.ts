import { afterEach, describe, expect, it } from 'vitest';
import { readAnswers, readLessons } from '../../src/content/index.ts';
import { sampleFiles, writeLessons, type LessonFiles } from './fixtures/sample-lesson.ts';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const remove of cleanups.splice(0)) await remove();
});

async function rootWith(lessons: Readonly<Record<string, LessonFiles>>): Promise<string> {
  const { root, remove } = await writeLessons(lessons);
  cleanups.push(remove);
  return root;
}

describe('lessons that keep the contract', () => {
  it('come in the order of their numbers, with their texts', async () => {
    const root = await rootWith({ '07-later': sampleFiles(), '02-sooner': sampleFiles() });
    const lessons = await readLessons(root);
    expect(lessons.map(({ slug, order }) => [order, slug])).toEqual([
      [2, 'sooner'],
      [7, 'later'],
    ]);
    expect(lessons[0]?.folder).toBe(`${root}/lessons/02-sooner`);
    expect(Object.keys(lessons[0]?.starter ?? {})).toEqual(['policies.sql', 'schema.sql']);
    expect(lessons[0]?.prose.hold).toContain('42501');
  });

  it('bring their answers, the right ones first', async () => {
    const [lesson] = await readLessons(await rootWith({ '01-sample': sampleFiles() }));
    const answers = lesson === undefined ? [] : await readAnswers(lesson);
    expect(answers.map(({ kind, name }) => `${kind}/${name}`)).toEqual([
      'right/four-policies',
      'right/for-all',
      'wrong/no-with-check',
      'wrong/one-table',
      'wrong/using-true',
      'wrong/no-policy',
    ]);
    expect(answers[0]).toEqual({
      kind: 'right',
      name: 'four-policies',
      files: { 'policies.sql': '-- right/four-policies\n' },
    });
  });

  it('read the same with the line ends of another system', async () => {
    const files = { ...sampleFiles(), 'starter/policies.sql': 'a\r\nb\r\n' };
    const [lesson] = await readLessons(await rootWith({ '01-sample': files }));
    expect(lesson?.starter['policies.sql']).toBe('a\nb\n');
  });
});
