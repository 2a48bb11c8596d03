import { describe, expect, test, vi } from 'vitest';
import { LeakproofError, MAX_FILE_CHARACTERS } from '../../../src/contract/index.ts';
import { NO_RECORD, Shelf, type LessonRecord } from '../../../src/workbook/index.ts';
import { blockedStore, memoryStore, memoryWords, tabs } from '../memory-store.ts';
import { STARTER } from '../samples.ts';
import { browser, FILE, KEY } from './visits.ts';

const SLUG = KEY.slice('leakproof:lesson:'.length);
const record = (patch: Partial<LessonRecord>): LessonRecord => ({
  ...NO_RECORD,
  ...{ stamp: 'x', seen: 1 },
  ...patch,
});

function shelf(kept = new Map<string, unknown>(), news = tabs()): Shelf {
  return new Shelf({ store: memoryStore(kept), news: news(), now: () => 2_000_000 });
}

async function exported(...records: [string, LessonRecord][]): Promise<string> {
  const one = shelf(new Map(records.map(([slug, each]) => [`leakproof:lesson:${slug}`, each])));
  await one.load();
  return one.export().text;
}

const sentence = async (work: Promise<unknown>): Promise<string> => {
  const thrown: unknown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(LeakproofError);
  return (thrown as LeakproofError).message;
};

describe('a progress file', () => {
  test('brings everything to another browser', async () => {
    const there = browser();
    const { session } = await there.open();
    session.edit(FILE, 'mine');
    session.goTo('hold');
    session.showHint();
    await session.flush();
    const from = shelf(there.kept);
    await from.load();
    const { name, text } = from.export();
    expect(name).toBe('leakproof-progress-1970-01-01.json');

    const here = browser();
    await shelf(here.kept).import(text);
    expect((await here.open()).session.state).toMatchObject({
      ...{ texts: { [FILE]: 'mine' }, stage: 'hold', hints: 1, aside: [] },
    });
  });

  test('lays one’s own text aside, and the second time changes nothing', async () => {
    const text = await exported([SLUG, record({ texts: { [FILE]: 'theirs' }, passed: 7 })]);
    const kept = new Map<string, unknown>([
      [KEY, record({ texts: { [FILE]: 'own' }, passed: 9, hints: 2, seen: 5 })],
    ]);
    const here = shelf(kept);
    await here.import(text);
    const once = here.state.records.get(SLUG);
    expect(once).toMatchObject({
      ...{ texts: { [FILE]: 'theirs' }, passed: 7, hints: 2 },
      aside: [{ why: 'import', texts: { [FILE]: 'own' } }],
    });
    expect(here.state.done).toEqual({ kind: 'imported', lessons: 1, laidAside: 1 });
    await here.import(text);
    expect({ ...here.state.records.get(SLUG), stamp: '' }).toEqual({ ...once, stamp: '' });
  });

  test('of a lesson that was only read there leaves one’s own text', async () => {
    const text = await exported([SLUG, record({ hints: 3 })]);
    const here = shelf(new Map([[KEY, record({ texts: { [FILE]: 'own' } })]]));
    await here.import(text);
    expect(here.state.records.get(SLUG)).toMatchObject({ texts: { [FILE]: 'own' }, hints: 3 });
  });

  test('can be taken back, except where a lesson was written since', async () => {
    const text = await exported(
      [SLUG, record({ texts: { [FILE]: 'theirs' } })],
      ['another', record({ texts: { [FILE]: 'theirs' } })],
    );
    const there = browser(new Map<string, unknown>([[KEY, record({ texts: { [FILE]: 'own' } })]]));
    const here = shelf(there.kept);
    await here.import(text);
    const { session } = await there.open();
    session.edit(FILE, 'since');
    await session.flush();
    await here.undo();
    expect(here.state.records.get(SLUG)?.texts).toEqual({ [FILE]: 'since' });
    expect(here.state.records.has('another')).toBe(false);
    expect(here.state.done).toBeNull();
  });

  test.each<[string, (file: Record<string, unknown>) => unknown, RegExp]>([
    ['no JSON', () => 'leakproof', /^The file is no progress file of this workbook, so/],
    ['another’s JSON', () => ({ lessons: {} }), /^The file is no progress file/],
    ['a list', () => [], /^The file is no progress file/],
    ['a later version', (file) => ({ ...file, version: 2 }), /has version 2 .* reads version 1/],
    ['a part that nobody knows', (file) => ({ ...file, more: 1 }), /damaged/],
    ['a lesson that is none', (file) => ({ ...file, lessons: { [SLUG]: 7 } }), /damaged at “less/],
    ['a name that is none', (file) => ({ ...file, lessons: { '../x': record({}) } }), /damaged/],
    [
      'one bad lesson of two',
      (file) => ({ ...file, lessons: { a: record({}), b: { ...record({}), hints: -1 } } }),
      /damaged at “lessons\.b\.hints”/,
    ],
    [
      'a text beyond the limit',
      (file) => {
        const texts = { [FILE]: 'x'.repeat(MAX_FILE_CHARACTERS + 1) };
        return { ...file, lessons: { [SLUG]: record({ texts }) } };
      },
      /damaged at/,
    ],
    [
      'too many lessons',
      (file) => ({
        ...file,
        lessons: Object.fromEntries(
          Array.from({ length: 201 }, (_, at) => [`l${String(at)}`, record({})]),
        ),
      }),
      /holds 201 lessons/,
    ],
  ])('that is %s is refused whole, with one sentence', async (_, spoil, words) => {
    const file = JSON.parse(await exported([SLUG, record({})])) as Record<string, unknown>;
    const spoiled = spoil(file);
    const kept = new Map<string, unknown>([[KEY, record({ texts: { [FILE]: 'own' } })]]);
    const before = structuredClone(kept);
    const here = shelf(kept);
    const text = typeof spoiled === 'string' ? spoiled : JSON.stringify(spoiled);
    const said = await sentence(here.import(text));
    expect(said).toMatch(words);
    expect(said).toMatch(/, so nothing was changed\.$/);
    expect(said).not.toMatch(/\. /);
    expect(kept).toEqual(before);
    expect(here.state.done).toBeNull();
  });

  test('that is too large is refused before it is parsed', async () => {
    const said = await sentence(shelf().import(' '.repeat(20_000_001)));
    expect(said).toBe(
      'The file has 21 MB, and a progress file has at most 20 MB, so nothing was changed.',
    );
  });

  test('with a prototype in it gets at none', async () => {
    const text = (await exported([SLUG, record({ texts: { [FILE]: 'x' } })])).replace(
      `"${FILE}"`,
      '"__proto__"',
    );
    const here = browser();
    await shelf(here.kept).import(text);
    expect((await here.open()).session.state.texts[FILE]).toBe(STARTER);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
});

describe('the shelf', () => {
  test('follows what a lesson’s tab writes, and the tab what is forgotten and brought back', async () => {
    const news = tabs();
    const store = memoryStore();
    const here = new Shelf({ store, news: news() });
    const { visit } = await import('./visits.ts');
    const { session } = visit(store, undefined, { news: news() });
    session.edit(FILE, 'mine');
    await session.flush();
    await vi.waitFor(() => expect(here.state.records.get(SLUG)?.texts[FILE]).toBe('mine'));
    await here.forget();
    await vi.waitFor(() => expect(session.state.texts[FILE]).toBe(STARTER));
    expect(here.state.records.size).toBe(0);
    await here.undo();
    await vi.waitFor(() => expect(session.state.texts[FILE]).toBe('mine'));
  });

  test('knows what a lesson’s page had no time to write, and writes it', async () => {
    const kept = new Map<string, unknown>([[KEY, record({ texts: { [FILE]: 'before' } })]]);
    const words = memoryWords();
    words.say(SLUG, record({ texts: { [FILE]: 'last words' } }));
    const here = new Shelf({ store: memoryStore(kept), news: tabs()(), words });
    await here.load();
    expect(here.state.records.get(SLUG)?.texts).toEqual({ [FILE]: 'last words' });
    expect(kept.get(KEY)).toMatchObject({ texts: { [FILE]: 'last words' }, aside: [] });
    expect(words.slugs()).toEqual([]);
  });

  test('passes over what is not a record of ours', async () => {
    const kept = new Map<string, unknown>([
      ['another-app', 1],
      [`${KEY}-broken`, { stage: 'x' }],
      [KEY, record({})],
    ]);
    const here = shelf(kept);
    await here.load();
    expect([...here.state.records.keys()]).toEqual([SLUG]);
  });

  test('says where storage is blocked', async () => {
    const here = new Shelf({ store: blockedStore, news: tabs()() });
    await here.load();
    expect(here.state).toMatchObject({ place: 'memory' });
  });

  test('does not leave half an import where storage fails in the middle', async () => {
    const kept = new Map<string, unknown>();
    const store = memoryStore(kept);
    const here = new Shelf({ store, news: tabs()() });
    const text = await exported(['a', record({})], ['b', record({})]);
    const update = store.update.bind(store);
    let writes = 0;
    vi.spyOn(store, 'update').mockImplementation((key, change) => {
      writes += 1;
      return writes === 2 ? Promise.reject(new Error('QuotaExceededError')) : update(key, change);
    });
    await expect(here.import(text)).rejects.toThrow('QuotaExceededError');
    expect([...kept.values()]).toEqual([undefined]);
  });
});
