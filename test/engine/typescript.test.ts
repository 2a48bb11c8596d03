import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findLesson } from '../../src/cli/lesson-code.ts';
import { createNodeEngine } from '../../src/cli/node-engine.ts';
import type { FileTexts, Verdict } from '../../src/contract/index.ts';
import {
  StandbyEngine,
  type Engine,
  type EngineParts,
  type Loading,
  type WorkerHandle,
} from '../../src/engine/index.ts';
import { realmProcesses } from '../support/realm-processes.ts';

const SLUG = 'missing-predicate';

let engine: Engine;
let starter: FileTexts;
beforeEach(async () => {
  ({ starter } = await findLesson(SLUG));
  engine = createNodeEngine({ reuse: true });
});
afterEach(() => {
  engine.dispose();
});

const withTools = (text: string): FileTexts => ({ ...starter, 'tools.ts': text });
const statusesOf = (verdict: Verdict): string[] => [
  ...new Set(verdict.checks.map(({ status }) => status)),
];

describe('the engine, in a lesson with TypeScript', () => {
  it('compiles and runs the files, and leaves no process behind', async () => {
    const check = engine.check(SLUG, starter, 1);
    await expect.poll(realmProcesses, { timeout: 30_000 }).not.toEqual([]);
    const verdict = await check;
    expect(verdict.fault).toBeNull();
    expect(statusesOf(verdict).sort()).toEqual(['failed', 'passed']);
    engine.dispose();
    await expect.poll(realmProcesses).toEqual([]);
  });

  it('says what does not compile, and runs what is handed in next', async () => {
    const verdict = await engine.check(SLUG, withTools('export const = 1;'), 1);
    expect(verdict.fault).toMatchObject({ code: 'compile-error', file: 'tools.ts', line: 1 });
    expect(statusesOf(verdict)).toEqual(['could-not-check']);
    expect((await engine.attack(SLUG, starter, 1)).leaked).toBe(true);
  });

  it('stops what does not come to an end, and runs what is handed in next', async () => {
    const verdict = await engine.check(SLUG, withTools('for (;;) {}'), 1);
    expect(verdict.fault).toMatchObject({ code: 'program-stuck' });
    expect(statusesOf(verdict)).toEqual(['could-not-check']);
    expect((await engine.attack(SLUG, starter, 1)).leaked).toBe(true);
  });

  it('ends a run’s program with the run', async () => {
    const endless = engine.check(SLUG, withTools('for (;;) {}'), 1);
    const outcome = endless.then(
      () => 'answered',
      (error: unknown) => (error as { fault: { code: string } }).fault.code,
    );
    await expect.poll(realmProcesses, { timeout: 30_000 }).not.toEqual([]);
    engine.cancel();
    expect(await outcome).toBe('cancelled');
    engine.dispose();
    await expect.poll(realmProcesses).toEqual([]);
  });

  it('starts no process in a lesson of SQL', async () => {
    const { starter: sql } = await findLesson('a-policy-per-command');
    let most = 0;
    const looking = setInterval(() => (most = Math.max(most, realmProcesses().length)), 10);
    const verdict = await engine.check('a-policy-per-command', sql, 1);
    clearInterval(looking);
    expect(verdict.fault).toBeNull();
    expect(most).toBe(0);
  });
});

describe('the engine’s compile step', () => {
  /** A worker that answers every run with what it was given as the program. */
  function parts(more: Partial<EngineParts>): EngineParts & { programs: unknown[] } {
    const programs: unknown[] = [];
    const spawn = (): WorkerHandle => {
      let say: (message: unknown) => void = () => undefined;
      return {
        post: (request) => {
          if (request.kind === 'unpack') return;
          if (request.kind === 'boot') {
            const versions = { server: '18.6', vector: '0.8.7' };
            say({ id: request.id, kind: 'booted', versions });
            say({ id: request.id, kind: 'warmed' });
            return;
          }
          if ('program' in request) programs.push(request.program);
          const message = 'done';
          say({ id: request.id, kind: 'fault', fault: { code: 'harness-fault', message } });
        },
        onMessage: (listener) => {
          say = listener;
        },
        onCrash: () => undefined,
        terminate: () => undefined,
      };
    };
    const load = (): Loading => ({
      module: Promise.resolve({} as WebAssembly.Module),
      files: Promise.resolve({ files: new Uint8Array(), image: new Uint8Array() }),
    });
    return { spawn, load, reuse: true, programs, ...more };
  }
  const program = { modules: { 'app.ts': { code: 'x', map: '{}' } } };
  const run = (on: StandbyEngine, files: FileTexts): Promise<unknown> =>
    on.check('any', files, 1).catch((error: unknown) => (error as { fault: unknown }).fault);

  it('is left out where there is no TypeScript', async () => {
    const compile = (): Promise<never> => Promise.reject(new Error('not to be called'));
    const given = parts({ compile });
    await run(new StandbyEngine(given), { 'a.sql': '', 'b.d.ts': '' });
    expect(given.programs).toEqual([null]);
  });

  it('hands over the program, or what keeps there from being one', async () => {
    const fault = { code: 'compile-error', message: 'no' } as const;
    for (const result of [program, fault]) {
      const given = parts({ compile: () => Promise.resolve(result) });
      await run(new StandbyEngine(given), { 'app.ts': '' });
      expect(given.programs).toEqual([result]);
    }
  });

  it('says so where there is nothing that compiles', async () => {
    const given = parts({});
    await run(new StandbyEngine(given), { 'app.ts': '' });
    expect(given.programs).toMatchObject([{ code: 'sandbox-failed' }]);
  });

  it('is begun ahead, when the first database has booted', async () => {
    const events: string[] = [];
    const { spawn, ...given } = parts({
      warm: { slug: 'any', files: { 'app.ts': '' } },
      compile: () => {
        events.push('compile');
        return Promise.resolve(program);
      },
    });
    const on = new StandbyEngine({
      ...given,
      spawn: () => {
        const worker = spawn();
        const post: WorkerHandle['post'] = (request, transfer) => {
          events.push(request.kind);
          worker.post(request, transfer);
        };
        return { ...worker, post };
      },
    });
    on.start();
    await expect.poll(() => events).toEqual(['unpack', 'boot', 'compile']);
  });

  it('is cancelled with its run', async () => {
    const signals: AbortSignal[] = [];
    const given = parts({
      compile: (_, signal) => {
        signals.push(signal);
        return signals.length === 1 ? new Promise(() => undefined) : Promise.resolve(program);
      },
    });
    const on = new StandbyEngine(given);
    void run(on, { 'app.ts': '1' });
    await run(on, { 'app.ts': '2' });
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
    expect(given.programs).toEqual([program]);
  });
});
