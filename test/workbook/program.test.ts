import { describe, expect, test } from 'vitest';
import { faultWord, LessonSession, shownPanels } from '../../src/workbook/index.ts';
import { refuseTexts } from '../../src/workbook/refusal.ts';
import { FakeEngine } from './fake-engine.ts';
import { memoryKeeper } from './memory-store.ts';
import {
  COMPILE_FAULT,
  LEAKING_TIMELINE,
  PROGRAM_ATTACKED,
  PROGRAM_HELD,
  PROGRAM_LEAKED,
  PROGRAM_LESSON,
} from './program-samples.ts';
import { LEAKED, LESSON } from './samples.ts';

function start(lesson = PROGRAM_LESSON): { session: LessonSession; engine: FakeEngine } {
  const engine = new FakeEngine();
  return { session: new LessonSession({ lesson, engine, keeper: memoryKeeper() }), engine };
}

describe('a lesson of TypeScript', () => {
  test('keeps what the program wrote, of the latest run only', async () => {
    const { session, engine } = start();
    const attack = session.runAttack();
    engine.latest.answer(PROGRAM_ATTACKED);
    await attack;
    expect(session.state.output).toHaveLength(4);
    const check = session.check();
    const { output: _output, ...silent } = PROGRAM_HELD;
    engine.latest.answer(silent);
    await check;
    expect(session.state.output).toEqual([]);
  });

  test('shows the timeline of the exploit that is shown first, and says whose it is', async () => {
    const { session, engine } = start();
    const check = session.check();
    engine.latest.answer(PROGRAM_LEAKED);
    await check;
    expect(session.state.picture?.value).toEqual({
      of: 'check',
      title: 'No interleaving of requests leaves a setting behind',
      seed: 90210,
      picture: LEAKING_TIMELINE,
    });
  });

  test('keeps the timeline there is when a run brings none, dated by its own revision', async () => {
    const { session, engine } = start();
    const attack = session.runAttack();
    engine.latest.answer(PROGRAM_ATTACKED);
    await attack;
    session.edit('db.ts', 'export {};');
    const check = session.check();
    engine.latest.answer(PROGRAM_HELD);
    await check;
    expect(session.state.picture).toMatchObject({
      value: { of: 'attack', title: 'Globex asks after Acme' },
      revision: 0,
    });
    expect(session.state.revision).toBe(1);
    session.reset();
    expect(session.state.picture).toBeNull();
  });

  test('shows the panels that can hold something', async () => {
    const { session, engine } = start();
    expect(shownPanels(PROGRAM_LESSON, session.state)).toEqual([
      'verdict',
      'attack',
      'console',
      'data',
    ]);
    expect(shownPanels(LESSON, session.state)).toContain('matrix');
    const check = session.check();
    engine.latest.answer({ ...PROGRAM_LEAKED, matrix: LEAKED.matrix });
    await check;
    expect(shownPanels(PROGRAM_LESSON, session.state)).toEqual([
      'verdict',
      'attack',
      'picture',
      'matrix',
      'console',
      'data',
    ]);
  });
});

test('a fault has a word for what became of the run', () => {
  expect(faultWord(COMPILE_FAULT)).toBe('does not compile');
  expect(faultWord({ code: 'program-stuck', message: '' })).toBe('was stopped');
  expect(faultWord({ code: 'program-ended', message: '' })).toBe('ended early');
  expect(faultWord({ code: 'program-error', message: '' })).toBe('could not run');
  expect(faultWord({ code: 'sandbox-failed', message: '' })).toBe('could not run');
  expect(faultWord({ code: 'file-refused', message: '' })).toBe('refused');
});

test('a NUL in a TypeScript file is refused without a word on PostgreSQL', () => {
  const fault = refuseTexts({ 'app.ts': 'const a = 1;\n\0' });
  expect(fault).toMatchObject({ code: 'file-refused', file: 'app.ts', line: 2, column: 1 });
  expect(fault?.message).toBe('app.ts holds a NUL character. Nothing was run.');
});
