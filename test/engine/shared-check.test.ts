import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findLesson } from '../../src/cli/lesson-code.ts';
import { createNodeEngine, spawnThread } from '../../src/cli/node-engine.ts';
import type { LessonFolder } from '../../src/content/index.ts';
import { readAnswers } from '../../src/content/index.ts';
import type { WorkerRequest } from '../../src/contract/index.ts';
import { loadPacked } from '../../src/database/node/assets.ts';
import { StandbyEngine, type Engine, type WorkerHandle } from '../../src/engine/index.ts';
import { twoReady } from './two-ready.ts';

/** Resolves when both databases wait. */
function bothReady(engine: Engine): Promise<void> {
  engine.start();
  return twoReady(engine);
}

describe('a check on two databases', () => {
  let asked: WorkerRequest['kind'][];
  let engine: Engine;
  let alone: Engine;
  let lesson: LessonFolder;
  beforeEach(async () => {
    asked = [];
    lesson = await findLesson('a-policy-per-command');
    const spawn = (): WorkerHandle => {
      const handle = spawnThread();
      return {
        ...handle,
        post: (request, transfer) => {
          asked.push(request.kind);
          handle.post(request, transfer);
        },
      };
    };
    engine = new StandbyEngine({ spawn, load: loadPacked });
    alone = createNodeEngine({ reuse: true });
  });
  afterEach(() => {
    engine.dispose();
    alone.dispose();
  });

  it('comes to the verdict that one comes to, to the byte', async () => {
    const some = (await readAnswers(lesson)).find((each) => each.kind === 'right')?.files;
    const refused = { 'policies.sql': 'SELECT 1 FROM nowhere' };
    for (const files of [{}, some, refused]) {
      await bothReady(engine);
      asked = [];
      const texts = { ...lesson.starter, ...files };
      const [two, one] = [
        await engine.check(lesson.slug, texts, 5),
        await alone.check(lesson.slug, texts, 5),
      ];
      expect(asked.filter((kind) => kind === 'world')).toHaveLength(2);
      expect(asked).not.toContain('check');
      expect(JSON.stringify({ ...two, ms: 0 })).toBe(JSON.stringify({ ...one, ms: 0 }));
    }
    // Six servers, each from a cold thread.
  }, 180_000);

  it('is made on one where the other is not ready', async () => {
    const verdict = await engine.check(lesson.slug, lesson.starter, 5);
    expect(verdict.fault).toBeNull();
    expect(asked).toContain('check');
    expect(asked).not.toContain('world');
  });
});

type Say = (message: unknown) => void;

/** What a pretended worker does when it is asked; the boots are answered for it. */
type Behaviour = (
  request: Exclude<WorkerRequest, { kind: 'unpack' | 'boot' | 'renew' }>,
  say: Say,
  crash: (why: string) => void,
) => void;

/** An engine whose first two workers behave so; those after them answer nothing. */
function pretended(behaviours: readonly Behaviour[]): {
  readonly engine: Engine;
  readonly ended: number[];
} {
  let spawned = 0;
  const ended: number[] = [];
  const spawn = (): WorkerHandle => {
    const nth = spawned++;
    let say: Say = () => undefined;
    let crash: (why: string) => void = () => undefined;
    return {
      post: (request) => {
        if (request.kind === 'unpack') return;
        if (request.kind === 'boot' || request.kind === 'renew') {
          say({ id: request.id, kind: 'booted', versions: { server: '18.6', vector: '0.8.7' } });
          say({ id: request.id, kind: 'warmed' });
          return;
        }
        behaviours[nth]?.(request, say, crash);
      },
      onMessage: (listener) => {
        say = listener;
      },
      onCrash: (listener) => {
        crash = listener;
      },
      terminate: () => {
        ended.push(nth);
      },
    };
  };
  const load = (): ReturnType<typeof loadPacked> => ({
    module: Promise.resolve({} as WebAssembly.Module),
    files: Promise.resolve({ files: new Uint8Array(), image: new Uint8Array() }),
  });
  const engine = new StandbyEngine({ spawn, load, deadlines: { boot: 1000, run: 100 } });
  return { engine, ended };
}

const silent: Behaviour = () => undefined;
const crashes: Behaviour = (_request, _say, crash) => crash('out of memory');
const fault = { code: 'sql-error', message: 'PostgreSQL refused policies.sql.' } as const;

/** Answers as if nothing had failed, or with a fault in its world. */
const answers =
  (of: typeof fault | null = null): Behaviour =>
  (request, say) => {
    const { id, kind } = request;
    if (kind === 'world') say({ id, kind, report: { fault: of } });
    if (kind === 'draw')
      say({ id, kind: 'drawn', report: { fault: null }, matrix: null, data: null });
    if (kind !== 'conclude') return;
    const stopped = request.reports.find((report) => report.fault)?.fault ?? null;
    const verdict = {
      ...{ lesson: 'any', seed: 1, seeds: [1, 2], passed: false, ms: 0 },
      ...{ checks: [], fault: stopped, matrix: null, console: [] },
    };
    say({ id, kind: 'check', verdict });
  };

describe('a check on two databases of which one fails', () => {
  const check = async (
    ...behaviours: Behaviour[]
  ): Promise<{ run: Promise<unknown>; ended: number[] }> => {
    const { engine, ended } = pretended(behaviours);
    await bothReady(engine);
    return { run: engine.check('any', {}, 1), ended };
  };

  it('answers where both answer, and keeps both workers for the databases to come', async () => {
    const { run, ended } = await check(answers(), answers());
    expect(await run).toMatchObject({ fault: null });
    expect(ended).toEqual([]);
  });

  it.each([
    ['the first', [crashes, answers()]],
    ['the second', [answers(), crashes]],
  ] as const)('says that %s crashed, and ends the other', async (_which, behaviours) => {
    const { run, ended } = await check(...behaviours);
    await expect(run).rejects.toMatchObject({
      fault: {
        code: 'worker-crashed',
        message: expect.stringContaining('out of memory') as string,
      },
    });
    expect(new Set(ended)).toEqual(new Set([0, 1]));
  });

  it.each([
    ['the first', [silent, answers()]],
    ['the second', [answers(), silent]],
  ] as const)('ends both when %s does not answer in time', async (_which, behaviours) => {
    const { run, ended } = await check(...behaviours);
    await expect(run).rejects.toMatchObject({ fault: { code: 'timed-out' } });
    expect(new Set(ended)).toEqual(new Set([0, 1]));
  });

  it('does not wait for the second world where the first could not be made', async () => {
    const { run } = await check(answers(fault), silent);
    expect(await run).toMatchObject({ fault });
  });

  it('tells of the second world that could not be made', async () => {
    const { run } = await check(answers(), answers(fault));
    expect(await run).toMatchObject({ fault });
  });

  it('ends both when it is cancelled', async () => {
    const { engine, ended } = pretended([silent, silent]);
    await bothReady(engine);
    const run = engine.check('any', {}, 1);
    // The workers are asked in microtasks.
    await new Promise((resolve) => setImmediate(resolve));
    engine.cancel();
    await expect(run).rejects.toMatchObject({ fault: { code: 'cancelled' } });
    expect(new Set(ended)).toEqual(new Set([0, 1]));
  });
});
