import { describe, expect, test } from 'vitest';
import { LeakproofError, MAX_FILE_CHARACTERS } from '../../src/contract/index.ts';
import { LessonSession } from '../../src/workbook/index.ts';
import { FakeEngine } from './fake-engine.ts';
import { memoryKeeper } from './memory-store.ts';
import { ATTACKED, FAULTY, HELD, LEAKED, LESSON, STARTER } from './samples.ts';

const FILE = 'policies.sql';

function open(): { session: LessonSession; engine: FakeEngine } {
  const engine = new FakeEngine();
  return { session: new LessonSession({ lesson: LESSON, engine, keeper: memoryKeeper() }), engine };
}

describe('runs', () => {
  test('the latest run wins, whatever order the answers come in', async () => {
    const { session, engine } = open();
    const first = session.check();
    const early = engine.latest;
    const second = session.check();
    engine.latest.answer(HELD);
    expect(await second).toBe(true);
    early.answer(LEAKED);
    expect(await first).toBe(false);
    expect(session.state.verdict?.value).toBe(HELD);
    expect(session.state.checks).toBe(1);
  });

  test('the cancelled promise of an overtaken run is no fault of the new one', async () => {
    const { session, engine } = open();
    const first = session.runAttack();
    const early = engine.latest;
    const second = session.check();
    early.fail(new LeakproofError({ code: 'cancelled', message: 'A newer run took over.' }));
    expect(await first).toBe(false);
    expect(session.state).toMatchObject({ running: 'check', fault: null });
    engine.latest.answer(LEAKED);
    await second;
    expect(session.state.running).toBeNull();
  });

  test('each press draws a new seed of 31 bits', async () => {
    const { session, engine } = open();
    for (let press = 0; press < 20; press += 1) {
      const run = session.check();
      engine.latest.answer(HELD);
      await run;
    }
    const seeds = engine.runs.map((run) => run.seed);
    expect(new Set(seeds).size).toBe(seeds.length);
    expect(seeds.every((seed) => Number.isInteger(seed) && seed >= 0 && seed < 2 ** 31)).toBe(true);
  });

  test('a rejected run leaves a sentence, the text, and a page that runs again', async () => {
    const { session, engine } = open();
    session.edit(FILE, 'SELECT 1;');
    const run = session.check();
    engine.latest.fail(new Error('wasm trap'));
    expect(await run).toBe(true);
    expect(session.state.fault).toEqual({
      of: 'check',
      fault: { code: 'harness-fault', message: 'wasm trap' },
    });
    expect(session.state.texts[FILE]).toBe('SELECT 1;');
    const again = session.check();
    engine.latest.answer(HELD);
    await again;
    expect(session.state).toMatchObject({ fault: null, running: null });
  });

  test('cancel keeps the earlier result and drops what still comes', async () => {
    const { session, engine } = open();
    const first = session.check();
    engine.latest.answer(LEAKED);
    await first;
    const second = session.check();
    session.cancel();
    engine.latest.answer(HELD);
    expect(await second).toBe(false);
    expect(session.state).toMatchObject({ running: null, stopped: 'check' });
    expect(session.state.verdict?.value).toBe(LEAKED);
    expect(engine.cancels).toBe(1);
  });

  test('a result made from an earlier text can be told by its revision', async () => {
    const { session, engine } = open();
    const run = session.check();
    session.edit(FILE, 'SELECT 1;');
    engine.latest.answer(LEAKED);
    await run;
    expect(engine.latest.files[FILE]).toBe(STARTER);
    expect(session.state.verdict?.revision).toBeLessThan(session.state.revision);
  });
});

describe('stages', () => {
  test('a leak leads to Fix, a pass to Hold; a fault leads nowhere', async () => {
    const { session, engine } = open();
    const attack = session.runAttack();
    engine.latest.answer(ATTACKED);
    await attack;
    expect(session.state).toMatchObject({ stage: 'fix', panel: 'attack', attacks: 1 });
    for (const [answer, stage] of [
      [FAULTY, 'fix'],
      [LEAKED, 'fix'],
      [HELD, 'hold'],
    ] as const) {
      const check = session.check();
      engine.latest.answer(answer);
      await check;
      expect(session.state.stage).toBe(stage);
    }
    session.goTo('leak');
    expect(session.state).toMatchObject({ stage: 'leak', reached: 'hold' });
  });
});

describe('refusals', () => {
  test('five megabytes are refused with a sentence, and the text stays', () => {
    const { session } = open();
    expect(session.edit(FILE, 'x'.repeat(5_000_000))).toBe(false);
    expect(session.state.texts[FILE]).toBe(STARTER);
    expect(session.state.fault?.fault).toMatchObject({ code: 'file-refused', file: FILE });
    expect(session.edit(FILE, 'x'.repeat(MAX_FILE_CHARACTERS))).toBe(true);
    expect(session.state.fault).toBeNull();
  });

  test('a NUL is refused with its place before anything is sent', async () => {
    const { session, engine } = open();
    session.edit(FILE, 'SELECT 1;\nSEL\0ECT 2;');
    expect(await session.check()).toBe(true);
    expect(engine.runs).toHaveLength(0);
    expect(session.state.running).toBeNull();
    expect(session.state.fault?.fault).toMatchObject({ line: 2, column: 4, file: FILE });
  });

  test('a read-only file and an unknown one take no text', () => {
    const { session } = open();
    expect(session.edit('schema.sql', 'DROP TABLE documents;')).toBe(false);
    expect(session.edit('other.sql', 'x')).toBe(false);
    expect(session.state.texts).toEqual(LESSON.starter);
  });
});

describe('reset', () => {
  test('takes all of the lesson back, and one undo brings it again', async () => {
    const { session, engine } = open();
    const start = session.state;
    session.edit(FILE, 'SELECT 1;');
    session.predict(2);
    const run = session.check();
    engine.latest.answer(HELD);
    await run;
    session.showHint();
    const before = session.state;

    session.reset();
    const { passed } = before;
    const [left] = session.state.aside;
    expect(left).toMatchObject({ why: 'reset', texts: { [FILE]: 'SELECT 1;' } });
    expect(session.state).toEqual({
      ...start,
      ...{ revision: before.revision + 1, canUndoReset: true, passed, aside: [left] },
    });
    session.undoReset();
    expect(session.state).toEqual(before);
    session.undoReset();
    expect(session.state).toEqual(before);
  });

  test('ends a run under way, whose outcome then writes nothing', async () => {
    const { session, engine } = open();
    const run = session.check();
    session.reset();
    engine.latest.answer(HELD);
    expect(await run).toBe(false);
    expect(session.state).toMatchObject({ verdict: null, stage: 'leak', running: null });
  });

  test('cannot be undone once something was written since', () => {
    const { session } = open();
    session.edit(FILE, 'one');
    session.reset();
    session.edit(FILE, 'two');
    session.undoReset();
    expect(session.state.texts[FILE]).toBe('two');
  });
});

test('hints come one at a time and end with the last', () => {
  const { session } = open();
  const shown = [1, 2, 3, 4].map(() => {
    session.showHint();
    return session.state.hints;
  });
  expect(shown).toEqual([1, 2, 3, 3]);
});

test('the first prediction counts', () => {
  const { session } = open();
  session.predict(2);
  session.predict(1);
  expect(session.state.prediction).toBe(2);
});
