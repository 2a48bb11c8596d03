import { afterEach, expect, test, vi } from 'vitest';
import type { LessonData } from '../../src/contract/index.ts';
import { Drafts, LessonSession, type DraftStore } from '../../src/workbook/index.ts';
import { FakeEngine } from './fake-engine.ts';
import { blockedStore, memoryStore } from './memory-store.ts';
import { LESSON, STARTER } from './samples.ts';

const FILE = 'policies.sql';

function visit(store: DraftStore, lesson: LessonData = LESSON): LessonSession {
  const drafts = new Drafts(lesson.slug, store);
  return new LessonSession({ lesson, engine: new FakeEngine(), drafts });
}

afterEach(() => vi.useRealTimers());

test('a text outlives the page', async () => {
  const store = memoryStore();
  const first = visit(store);
  first.edit(FILE, 'mine');
  await first.flush();
  const second = visit(store);
  await second.restore();
  expect(second.state.texts[FILE]).toBe('mine');
  expect(second.state).toMatchObject({ starterChanged: false, drafts: 'browser' });
});

test('a burst of edits is written once, on its own', async () => {
  vi.useFakeTimers();
  const store = memoryStore();
  const set = vi.spyOn(store, 'set');
  const session = visit(store);
  for (const text of ['a', 'ab', 'abc']) session.edit(FILE, text);
  await vi.runAllTimersAsync();
  expect(set).toHaveBeenCalledTimes(1);
  expect(set.mock.calls[0]?.[1]).toMatchObject({ texts: { [FILE]: 'abc' } });
});

test('what is typed before the draft arrives is kept', async () => {
  const store = memoryStore();
  const first = visit(store);
  first.edit(FILE, 'old');
  await first.flush();
  const second = visit(store);
  const restored = second.restore();
  second.edit(FILE, 'new');
  await restored;
  expect(second.state.texts[FILE]).toBe('new');
});

test('a draft of an earlier starter keeps the text and says so', async () => {
  const store = memoryStore();
  const first = visit(store);
  first.edit(FILE, 'mine');
  await first.flush();
  const second = visit(store, { ...LESSON, starter: { ...LESSON.starter, [FILE]: 'another' } });
  await second.restore();
  expect(second.state).toMatchObject({ starterChanged: true, texts: { [FILE]: 'mine' } });
  second.reset();
  expect(second.state).toMatchObject({ starterChanged: false, texts: { [FILE]: 'another' } });
});

test('reset forgets the draft', async () => {
  const kept = new Map<string, unknown>();
  const session = visit(memoryStore(kept));
  session.edit(FILE, 'mine');
  await session.flush();
  expect(kept.size).toBe(1);
  session.reset();
  await session.flush();
  expect(kept.size).toBe(0);
});

test.each([
  ['a string'],
  [{ texts: { [FILE]: 7 } }],
  [null],
  [{ texts: { 'schema.sql': 'x' }, starter: '' }],
])('garbage in the storage is no draft: %j', async (garbage) => {
  const session = visit(memoryStore(new Map([[`leakproof:draft:${LESSON.slug}`, garbage]])));
  await session.restore();
  expect(session.state.texts).toEqual(LESSON.starter);
});

test('blocked storage disturbs nothing and is noted', async () => {
  const session = visit(blockedStore);
  await session.restore();
  expect(session.state).toMatchObject({ drafts: 'memory', texts: { [FILE]: STARTER } });
  session.edit(FILE, 'mine');
  await session.flush();
  expect(session.state.texts[FILE]).toBe('mine');
});
