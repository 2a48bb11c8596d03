import { afterEach, describe, expect, it } from 'vitest';
import { ContentError, readLessons } from '../../src/content/index.ts';
import type { Reason, RightAnswer } from '../../src/contract/index.ts';
import {
  SAMPLE_MANIFEST,
  sampleFiles,
  writeLessons,
  type LessonFiles,
} from './fixtures/sample-lesson.ts';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const remove of cleanups.splice(0)) await remove();
});

async function rootWith(lessons: Readonly<Record<string, LessonFiles>>): Promise<string> {
  const { root, remove } = await writeLessons(lessons);
  cleanups.push(remove);
  return root;
}

/** The sentences a broken set of lessons is refused with. */
async function refusal(lessons: Readonly<Record<string, LessonFiles>>): Promise<string[]> {
  const thrown: unknown = await readLessons(await rootWith(lessons)).catch(
    (reason: unknown) => reason,
  );
  expect(thrown).toBeInstanceOf(ContentError);
  return thrown instanceof ContentError ? thrown.message.split('\n') : [];
}

const without = (path: string): LessonFiles => {
  const { [path]: _gone, ...rest } = sampleFiles();
  return rest;
};
const manifest = (changes: object): LessonFiles => sampleFiles({ ...SAMPLE_MANIFEST, ...changes });
const withReason = (reason: Reason): readonly RightAnswer[] =>
  SAMPLE_MANIFEST.right.map((answer) => ({ ...answer, reasons: [reason] }));
const prose = (text: string): LessonFiles => ({ ...sampleFiles(), 'prose.md': text });

const EXPORT = { proves: 'They prove that no row changes hands.' };

describe('a breach names its file and field', () => {
  const at = (rest: string): string => `lessons/01-sample/${rest}`;
  const one: readonly (readonly [string, LessonFiles, string])[] = [
    ['no prose', without('prose.md'), at('prose.md: the file is missing.')],
    ['no checks', without('checks.ts'), at('checks.ts: the file is missing.')],
    ['no set-up', without('setup.sql'), at('setup.sql: the file is missing.')],
    ['no world', without('world.ts'), at('world.ts: the file is missing.')],
    ['no attack', without('attack.ts'), at('attack.ts: the file is missing.')],
    ['no manifest', without('lesson.json'), at('lesson.json: the file is missing.')],
    ['no starter', without('starter/schema.sql'), at('starter/schema.sql: the file is missing.')],
    [
      'no answer',
      without('wrong/one-table/policies.sql'),
      at('wrong/one-table: the folder is missing.'),
    ],
    [
      'a starter that is not listed',
      { ...sampleFiles(), 'starter/more.sql': '' },
      at('starter/more.sql: lesson.json does not list it under "files".'),
    ],
    [
      'an equivalent mutant of no answer',
      {
        ...sampleFiles(),
        'equivalent.json': JSON.stringify([
          { answer: 'third', mutations: ['policies.sql: drop it'], reason: 'It is not there.' },
        ]),
      },
      at('equivalent.json: [0].answer: lesson.json has no right answer "third".'),
    ],
    [
      'an equivalent mutant that is there twice',
      {
        ...sampleFiles(),
        'equivalent.json': JSON.stringify([
          { answer: 'for-all', mutations: ['a', 'a'], reason: 'It makes no difference.' },
        ]),
      },
      at('equivalent.json: [0].mutations[1]: "a" is there twice.'),
    ],
    [
      'an equivalent mutant without a reason',
      {
        ...sampleFiles(),
        'equivalent.json': JSON.stringify([{ answer: 'for-all', mutations: ['a'], reason: '' }]),
      },
      at('equivalent.json: [0].reason: too small: expected string to have >=1 characters.'),
    ],
    [
      'a score that is no score',
      { ...sampleFiles(), 'score.json': '[]' },
      at('score.json: invalid input: expected object, received array.'),
    ],
    [
      'an answer that is not listed',
      { ...sampleFiles(), 'right/third/policies.sql': '' },
      at('right/third: lesson.json does not list it under "right".'),
    ],
    [
      'an answer that changes a read-only file',
      { ...sampleFiles(), 'right/for-all/schema.sql': '' },
      at('right/for-all/schema.sql: is not an editable file of lesson.json.'),
    ],
    [
      'a folder within an answer',
      { ...sampleFiles(), 'right/for-all/deep/policies.sql': '' },
      at('right/for-all/deep: is a folder, and only files belong here.'),
    ],
    [
      'a reason about a file that the answer does not bring',
      manifest({ right: withReason({ file: 'schema.sql', near: 'x', reason: 'So.' }) }),
      at(
        'lesson.json: right[0].reasons[0].file: the answer "four-policies" brings no file "schema.sql".',
      ),
    ],
    [
      'a reason about a text that is not there',
      manifest({ right: withReason({ file: 'policies.sql', near: 'USING', reason: 'So.' }) }),
      at(
        'lesson.json: right[0].reasons[0].near: "USING" occurs 0 times in right/four-policies/policies.sql, and has to occur once.',
      ),
    ],
    [
      'a reason about a text that is there twice',
      manifest({ right: withReason({ file: 'policies.sql', near: 'r', reason: 'So.' }) }),
      at(
        'lesson.json: right[0].reasons[0].near: "r" occurs 2 times in right/four-policies/policies.sql, and has to occur once.',
      ),
    ],
    [
      'a right answer without a reason',
      manifest({ right: SAMPLE_MANIFEST.right.map((answer) => ({ ...answer, reasons: [] })) }),
      at('lesson.json: right[0].reasons: too small: expected array to have >=1 items.'),
    ],
    [
      'tests for other repositories that the manifest does not offer',
      { ...sampleFiles(), 'export/isolation.test.ts': '' },
      at('export: lesson.json says nothing of it under "export".'),
    ],
    [
      'tests that the manifest offers and the folder lacks',
      { ...manifest({ export: EXPORT }), 'export/isolation.test.ts': 'test();' },
      at('export/isolation.sql: the file is missing.'),
    ],
    [
      'an offer of pgTAP that is taken back, with a file of it',
      {
        ...manifest({ export: { ...EXPORT, withoutPgtap: 'No table knows of it.' } }),
        'export/isolation.sql': 'SELECT 1;',
        'export/isolation.test.ts': 'test();',
      },
      at('export/isolation.sql: is no test that lesson.json offers under "export".'),
    ],
    [
      'tests with nothing in them',
      {
        ...manifest({ export: EXPORT }),
        'export/isolation.sql': '\n',
        'export/isolation.test.ts': 'test();',
      },
      at('export/isolation.sql: the file is empty.'),
    ],
    [
      'one right answer only',
      manifest({ right: SAMPLE_MANIFEST.right.slice(0, 1) }),
      at('lesson.json: right: too small: expected array to have >=2 items.'),
    ],
    [
      'a file with the name of the driver',
      {
        ...manifest({
          files: [
            ...SAMPLE_MANIFEST.files,
            {
              path: 'driver.ts',
              language: 'typescript',
              editable: false,
              stage: 'leak',
              about: 'A driver.',
            },
          ],
        }),
        'starter/driver.ts': '',
      },
      at(
        'lesson.json: files: "driver.ts" is the name of the lesson’s own driver, so no file of the learner may have it.',
      ),
    ],
    [
      'a module that is called something else',
      manifest({
        files: SAMPLE_MANIFEST.files.map((file, i) =>
          i === 0 ? { ...file, language: 'typescript' } : file,
        ),
      }),
      at('lesson.json: files[0].language: "policies.sql" is not a module by its name.'),
    ],
    [
      'a wrong type',
      manifest({ minutes: 'twelve' }),
      at('lesson.json: minutes: invalid input: expected number, received string.'),
    ],
    [
      'a field nobody knows',
      manifest({ subtitle: 'x' }),
      at('lesson.json: unrecognized key: "subtitle".'),
    ],
    [
      'a deep field',
      manifest({
        files: [{ ...SAMPLE_MANIFEST.files[0], stage: 'later' }, SAMPLE_MANIFEST.files[1]],
      }),
      at('lesson.json: files[0].stage: invalid option: expected one of "leak"|"fix"|"hold".'),
    ],
    [
      'a prediction with no such option',
      manifest({ predict: { question: 'q', options: ['a', 'b'], answer: 2, because: 'r' } }),
      at('lesson.json: predict.answer: there is no option 2, counting from 0.'),
    ],
    [
      'a file listed twice',
      manifest({ files: [...SAMPLE_MANIFEST.files, SAMPLE_MANIFEST.files[1]] }),
      at('lesson.json: files[2].path: "schema.sql" is there twice.'),
    ],
    [
      'an answer listed twice',
      manifest({ wrong: [...SAMPLE_MANIFEST.wrong, SAMPLE_MANIFEST.wrong[0]] }),
      at('lesson.json: wrong[4].name: "no-with-check" is there twice.'),
    ],
    [
      'an entry of another module',
      manifest({ entry: 'C2' }),
      at('lesson.json: entry: "C2" is not in module B.'),
    ],
    [
      'sections out of order',
      prose('## Fix\n\na\n\n## Leak\n\nb\n\n## Hold\n\nc\n\n## Recap\n\nd\n'),
      at(
        'prose.md: the sections must be "## Leak", "## Fix", "## Hold", "## Recap", in this order; found "## Fix", "## Leak", "## Hold", "## Recap".',
      ),
    ],
    [
      'an empty section',
      prose('## Leak\n\na\n\n## Fix\n\n## Hold\n\nc\n\n## Recap\n\nd\n'),
      at('prose.md: ## Fix: the section is empty.'),
    ],
    [
      'raw HTML',
      prose('## Leak\n\na <b>b</b>\n\n## Fix\n\nb\n\n## Hold\n\nc\n\n## Recap\n\nd\n'),
      at('prose.md: <b>: raw HTML is refused.'),
    ],
    [
      'a title',
      prose('# Title\n\n## Leak\n\na\n\n## Fix\n\nb\n\n## Hold\n\nc\n\n## Recap\n\nd\n'),
      at('prose.md: # Title: the title comes from lesson.json, so a "#" heading is refused.'),
    ],
    [
      'a fence in a language without colours',
      prose('## Leak\n\n```cobol\nx\n```\n\n## Fix\n\nb\n\n## Hold\n\nc\n\n## Recap\n\nd\n'),
      at('prose.md: ```cobol: is none of sql, typescript, ts, json, ini, sh, text.'),
    ],
  ];

  it.each(one)('%s', async (_name, files, sentence) => {
    expect(await refusal({ '01-sample': files })).toContain(sentence);
  });

  it('JSON that is none, with the reason', async () => {
    const [first] = await refusal({
      '01-sample': { ...sampleFiles(), 'lesson.json': '{"title": }' },
    });
    expect(first).toMatch(/^lessons\/01-sample\/lesson\.json: is not JSON \(Unexpected token/);
  });

  it('names that two lessons share, and a folder without a number', async () => {
    const files = sampleFiles();
    expect(await refusal({ '01-a': files, '01-b': files, '02-a': files, notes: files })).toEqual([
      'lessons/01-b: the number 01 is taken by 01-a.',
      'lessons/02-a: the slug "a" is taken by 01-a.',
      'lessons/notes: a lesson’s folder is named NN-slug, such as 03-missing-predicate.',
    ]);
  });

  it('and all of them are told at once', async () => {
    const broken = without('attack.ts');
    const { 'world.ts': _world, ...more } = broken;
    expect(await refusal({ '01-one': more, '02-two': broken })).toEqual([
      'lessons/01-one/world.ts: the file is missing.',
      'lessons/01-one/attack.ts: the file is missing.',
      'lessons/02-two/attack.ts: the file is missing.',
    ]);
  });

  it('no lessons folder', async () => {
    await expect(readLessons('/nowhere')).rejects.toThrow('lessons: the folder is missing.');
  });
});
