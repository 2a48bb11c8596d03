import { afterEach, describe, expect, test, vi } from 'vitest';
import { FAULTY, HELD, LEAKED, LESSON, STARTER } from '../samples.ts';
import { blockedStore, memoryStore, memoryWords } from '../memory-store.ts';
import { browser, FILE, KEY, visit } from './visits.ts';

afterEach(() => vi.useRealTimers());

describe('from one visit to the next', () => {
  test('texts, stage, hints and the prediction are there again', async () => {
    const { open } = browser();
    const first = await open();
    first.session.edit(FILE, 'mine');
    first.session.goTo('hold');
    first.session.goTo('fix');
    first.session.showHint();
    first.session.predict(2);
    await first.session.flush();
    const { state } = (await open()).session;
    expect(state).toMatchObject({
      ...{ texts: { [FILE]: 'mine' }, stage: 'fix', reached: 'hold', hints: 1, prediction: 2 },
      ...{ starterChanged: false, place: 'browser' },
    });
  });

  test('a burst of edits is written once, on its own', async () => {
    vi.useFakeTimers();
    const store = memoryStore();
    const update = vi.spyOn(store, 'update');
    const { session } = visit(store);
    for (const text of ['a', 'ab', 'abc']) session.edit(FILE, text);
    await vi.runAllTimersAsync();
    expect(update).toHaveBeenCalledTimes(1);
    expect(await store.get(KEY)).toMatchObject({ texts: { [FILE]: 'abc' } });
  });

  test('what is typed before the record arrives is kept, and the earlier text laid aside', async () => {
    const { open, kept } = browser();
    const first = await open();
    first.session.edit(FILE, 'old');
    await first.session.flush();
    const second = visit(memoryStore(kept));
    const restored = second.session.restore();
    second.session.edit(FILE, 'new');
    await restored;
    expect(second.session.state.texts[FILE]).toBe('new');
    expect(second.session.state.aside).toMatchObject([{ texts: { [FILE]: 'old' } }]);
  });

  test('what was typed just before the page went away is there, too', async () => {
    const { open, kept } = browser();
    const first = await open();
    first.session.edit(FILE, 'one');
    await first.session.flush();
    const before = kept.get(KEY);
    first.session.edit(FILE, 'two');
    first.session.leave();
    first.session.dispose();
    // As IndexedDB has it when the page is gone before the write.
    kept.set(KEY, before);
    expect((await open()).session.state.texts[FILE]).toBe('two');
  });

  test('last words that somebody has written past are laid aside', async () => {
    const store = memoryStore();
    const words = memoryWords();
    const gone = { ...blockedStore, get: () => Promise.resolve(undefined) };
    const [first, second] = [visit(gone, LESSON, { words }), visit(store)];
    await first.session.restore();
    first.session.edit(FILE, 'last words');
    first.session.leave();
    second.session.edit(FILE, 'another');
    await second.session.flush();
    const third = visit(store, LESSON, { words });
    await third.session.restore();
    expect(third.session.state.texts[FILE]).toBe('another');
    expect(third.session.state.aside).toMatchObject([{ texts: { [FILE]: 'last words' } }]);
    await third.session.flush();
    expect(words.hear(LESSON.slug)).toBeNull();
  });
});

describe('a later version of the lesson', () => {
  const later = { ...LESSON, starter: { ...LESSON.starter, [FILE]: 'another' } };

  test('keeps the text and says so, until it is reset', async () => {
    const { open } = browser();
    const first = await open();
    first.session.edit(FILE, 'mine');
    await first.session.flush();
    const second = await open(later);
    expect(second.session.state).toMatchObject({ starterChanged: true, texts: { [FILE]: 'mine' } });
    second.session.edit(FILE, 'mine too');
    await second.session.flush();
    const third = await open(later);
    expect(third.session.state.starterChanged).toBe(true);
    third.session.reset();
    expect(third.session.state).toMatchObject({
      starterChanged: false,
      texts: { [FILE]: 'another' },
    });
  });

  test('replaces a file that was never changed', async () => {
    const { open } = browser();
    const first = await open();
    first.session.showHint();
    await first.session.flush();
    const { state } = (await open(later)).session;
    expect(state).toMatchObject({ starterChanged: false, texts: { [FILE]: 'another' }, hints: 1 });
  });
});

describe('verdicts and time', () => {
  test('the first pass and the last failure are dated; what could not be checked is neither', async () => {
    const { open, clock } = browser();
    const { session, engine } = await open();
    const checkAt = async (now: number, verdict: typeof HELD): Promise<void> => {
      clock.now = now;
      const run = session.check();
      engine.latest.answer({ ...verdict });
      await run;
    };
    await checkAt(1_000_100, FAULTY);
    expect(session.state).toMatchObject({ passed: null, failed: null });
    await checkAt(1_000_200, LEAKED);
    await checkAt(1_000_300, HELD);
    await checkAt(1_000_400, HELD);
    await checkAt(1_000_500, LEAKED);
    await session.flush();
    session.reset();
    await session.flush();
    expect((await open()).session.state).toMatchObject({ passed: 1_000_300, failed: 1_000_500 });
  });

  test('time at work is added up, and pauses are not', async () => {
    const { open, clock, kept } = browser();
    const first = await open();
    for (const gone of [30_000, 60_000, 3_600_000, 5_000]) {
      clock.now += gone;
      first.session.tick();
    }
    first.session.leave();
    await first.session.flush();
    expect(kept.get(KEY)).toMatchObject({ spent: 95_000 });
    const second = await open();
    clock.now += 10_000;
    second.session.leave();
    await second.session.flush();
    expect(kept.get(KEY)).toMatchObject({ spent: 105_000, seen: clock.now });
  });
});

describe('reset', () => {
  test('starts over, and what was written can be taken back in a later visit', async () => {
    const { open } = browser();
    const first = await open();
    first.session.edit(FILE, 'mine');
    await first.session.flush();
    first.session.reset();
    await first.session.flush();
    const { session } = await open();
    expect(session.state).toMatchObject({ texts: { [FILE]: STARTER }, stage: 'leak' });
    const [left] = session.state.aside;
    expect(left).toMatchObject({ why: 'reset', texts: { [FILE]: 'mine' } });
    if (left !== undefined) session.takeBack(left);
    expect(session.state).toMatchObject({ texts: { [FILE]: 'mine' }, aside: [] });
  });

  test('that is undone leaves nothing aside', async () => {
    const { open } = browser();
    const { session } = await open();
    session.edit(FILE, 'mine');
    session.reset();
    await session.flush();
    session.undoReset();
    await session.flush();
    expect((await open()).session.state).toMatchObject({ texts: { [FILE]: 'mine' }, aside: [] });
  });
});

describe('storage', () => {
  const whole = { texts: {}, starter: '', stage: 'fix', reached: 'fix', hints: 1 };
  test.each([
    ['a string'],
    [null],
    [{ texts: { [FILE]: 7 } }],
    [{ ...whole, stage: 'elsewhere' }],
    [{ ...whole, hints: 1e9, stamp: 'x', spent: -1 }],
  ])('that holds garbage holds no record: %j', async (garbage) => {
    const { session } = visit(memoryStore(new Map<string, unknown>([[KEY, garbage]])));
    await session.restore();
    expect(session.state).toMatchObject({ texts: LESSON.starter, stage: 'leak', hints: 0 });
  });

  test('that names files of its own changes none of the lesson', async () => {
    const { open, kept } = browser();
    const first = await open();
    first.session.edit(FILE, 'mine');
    await first.session.flush();
    const texts = { 'schema.sql': 'x', toString: 'x', 'new.sql': 'x' };
    kept.set(KEY, { ...(kept.get(KEY) as object), texts });
    expect((await open()).session.state.texts).toEqual(LESSON.starter);
  });

  test('that is blocked disturbs nothing and is noted', async () => {
    const { session } = visit(blockedStore);
    await session.restore();
    expect(session.state).toMatchObject({ place: 'memory', texts: { [FILE]: STARTER } });
    session.edit(FILE, 'mine');
    await session.flush();
    expect(session.state.texts[FILE]).toBe('mine');
  });

  test('that was full and is not any more gets what was held back', async () => {
    const store = memoryStore();
    const { session } = visit(store);
    vi.spyOn(store, 'update').mockRejectedValueOnce(new Error('QuotaExceededError'));
    session.edit(FILE, 'mine');
    await session.flush();
    expect(session.state.place).toBe('memory');
    await session.flush();
    expect(session.state.place).toBe('browser');
    expect(await store.get(KEY)).toMatchObject({ texts: { [FILE]: 'mine' } });
  });
});
