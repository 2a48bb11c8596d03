import { beforeEach, describe, expect, it } from 'vitest';
import {
  LeakproofError,
  type WorkspaceAnswer,
  type WorkspaceText,
} from '../../src/contract/index.ts';
import { LessonSession } from '../../src/workbook/index.ts';
import { FakeEngine } from './fake-engine.ts';
import { memoryKeeper } from './memory-store.ts';
import { LEAKED, LESSON } from './samples.ts';
import { ANSWER, WORKSPACE } from './workspace-samples.ts';

let engine: FakeEngine;
let session: LessonSession;
beforeEach(() => {
  engine = new FakeEngine();
  session = new LessonSession({ lesson: LESSON, engine, keeper: memoryKeeper(), newSeed: () => 7 });
});

/** A world that stands until the test ends it. */
class FakeLine {
  open = true;
  readonly workspace = WORKSPACE;
  readonly texts: WorkspaceText[] = [];
  settle: (answer: WorkspaceAnswer | Error) => void = () => undefined;

  run(text: WorkspaceText): Promise<WorkspaceAnswer> {
    this.texts.push(text);
    return new Promise((resolve, reject) => {
      this.settle = (answer) => (answer instanceof Error ? reject(answer) : resolve(answer));
    });
  }
}

async function opened(): Promise<FakeLine> {
  const opening = session.sqlConsole.open();
  const line = new FakeLine();
  engine.workspaces.at(-1)?.answer(line);
  expect(await opening).toBe(true);
  return line;
}

async function ran(line: FakeLine, sql: string): Promise<void> {
  const running = session.sqlConsole.run(sql);
  line.settle(ANSWER);
  await running;
}

const state = () => session.state.sqlConsole;

describe('the console of a session', () => {
  it('makes a world of the files as they are, as the application for the first tenant', async () => {
    session.edit('policies.sql', '-- mine');
    await opened();
    expect(engine.workspaces[0]?.made).toMatchObject({
      ...{ slug: LESSON.slug, seed: 7, size: 'any', files: { 'policies.sql': '-- mine' } },
    });
    expect(state()).toMatchObject({ phase: 'open', role: 'app_user', context: 0, revision: 1 });
  });

  it('makes the world whose data is shown', async () => {
    const check = session.check();
    engine.latest.answer({ ...LEAKED, data: { ...NO_DATA, seed: 99 } });
    await check;
    await opened();
    expect(engine.workspaces[0]?.made).toMatchObject({ seed: 99, size: 'any' });
  });

  it('runs a text as who was chosen, and remembers it', async () => {
    const line = await opened();
    session.sqlConsole.choose({ role: 'postgres', context: 'empty' });
    const running = session.sqlConsole.run('SELECT 1');
    expect(state()).toMatchObject({ running: true, entries: [{ outcome: { kind: 'running' } }] });
    line.settle(ANSWER);
    await running;
    expect(line.texts).toEqual([{ sql: 'SELECT 1', role: 'postgres', context: 'empty' }]);
    await ran(line, 'SELECT 1');
    await ran(line, ' ');
    await ran(line, 'SELECT 2');
    expect(state()).toMatchObject({ running: false, history: ['SELECT 1', 'SELECT 2'] });
    expect(state().entries.map(({ sql }) => sql)).toEqual(['SELECT 2', 'SELECT 1', 'SELECT 1']);
  });

  it('says that its world ended, and makes the same one anew for the next text', async () => {
    const line = await opened();
    line.open = false;
    engine.become({ phase: 'idle' });
    expect(state().phase).toBe('ended');
    const running = session.sqlConsole.run('SELECT 1');
    expect(state().phase).toBe('opening');
    const next = new FakeLine();
    engine.workspaces.at(-1)?.answer(next);
    await Promise.resolve();
    await Promise.resolve();
    next.settle(ANSWER);
    await running;
    expect(engine.workspaces.map(({ made }) => made.seed)).toEqual([7, 7]);
    expect(state()).toMatchObject({ phase: 'open', entries: [{ outcome: { kind: 'answer' } }] });
  });

  it('keeps the text that ended its world, and what ended it', async () => {
    const line = await opened();
    const running = session.sqlConsole.run('SELECT pg_sleep(1e9)');
    session.sqlConsole.stop();
    expect(engine.cancels).toBe(1);
    line.open = false;
    line.settle(new LeakproofError({ code: 'cancelled', message: 'Stopped.' }));
    await running;
    expect(state()).toMatchObject({
      ...{ phase: 'ended', running: false, history: ['SELECT pg_sleep(1e9)'] },
      entries: [{ outcome: { kind: 'fault', fault: { code: 'cancelled' } } }],
    });
  });

  it('says what keeps the files from making a world', async () => {
    const opening = session.sqlConsole.open();
    const fault = { code: 'sql-error', message: 'PostgreSQL refused it.' } as const;
    engine.workspaces[0]?.fail(new LeakproofError(fault));
    expect(await opening).toBe(false);
    expect(state()).toMatchObject({ phase: 'closed', fault });
    session.edit('policies.sql', 'a\0b');
    expect(await session.sqlConsole.open()).toBe(false);
    expect(state().fault).toMatchObject({ code: 'file-refused' });
  });

  it('ends with a reset, which leaves what was run', async () => {
    const line = await opened();
    await ran(line, 'SELECT 1');
    line.open = false;
    session.reset();
    expect(engine.cancels).toBe(1);
    expect(state()).toMatchObject({ phase: 'ended', history: ['SELECT 1'] });
    session.undoReset();
    expect(state()).toMatchObject({ phase: 'ended', history: ['SELECT 1'] });
  });

  it('ends the run under way, since the engine does one thing at a time', async () => {
    void session.check();
    const opening = session.sqlConsole.open();
    expect(session.state).toMatchObject({ running: null, stopped: 'check' });
    engine.workspaces[0]?.answer(new FakeLine());
    expect(await opening).toBe(true);
  });
});

const NO_DATA = { seed: 0, tenants: [], application: 'app_user', tables: [] };
