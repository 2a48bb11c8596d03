import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createNodeEngine } from '../../src/cli/node-engine.ts';
import { findLesson } from '../../src/cli/lesson-code.ts';
import type { FileTexts } from '../../src/contract/index.ts';
import {
  StandbyEngine,
  type Engine,
  type EngineState,
  type WorkerHandle,
} from '../../src/engine/index.ts';

const SLUG = 'a-policy-per-command';
const ENDLESS = 'SELECT count(*) FROM generate_series(1, 1000000000000)';

let starter: FileTexts;
let engine: Engine;
beforeEach(async () => {
  ({ starter } = await findLesson(SLUG));
  engine = createNodeEngine();
});
afterEach(() => {
  engine.dispose();
});

const withPolicies = (sql: string): FileTexts => ({ ...starter, 'policies.sql': sql });

/** Resolves once the engine's state is as wanted. */
function reached(of: Engine, wanted: (state: EngineState) => boolean): Promise<EngineState> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!wanted(of.state)) return;
      end();
      resolve(of.state);
    };
    const end = of.subscribe(look);
    look();
  });
}

describe('the engine', () => {
  it('boots when it is first asked, and keeps two databases ready afterwards', async () => {
    expect(engine.state).toEqual({ phase: 'idle' });
    const verdict = await engine.check(SLUG, starter, 1);
    expect(verdict.passed).toBe(false);
    const state = await reached(
      engine,
      (now) => now.phase === 'ready' && now.running === null && now.databases === 2,
    );
    expect(state).toMatchObject({ versions: { server: '18.6', vector: '0.8.7' } });
  });

  it('never holds more than two databases, over ten checks', async () => {
    let most = 0;
    engine.subscribe(() => {
      if (engine.state.phase === 'ready') most = Math.max(most, engine.state.databases);
    });
    for (let seed = 0; seed < 10; seed++) await engine.check(SLUG, starter, seed);
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(2);
  });

  it('gives the same verdict for the same seed', async () => {
    const [one, two] = [await engine.check(SLUG, starter, 7), await engine.check(SLUG, starter, 7)];
    expect({ ...one, ms: 0 }).toEqual({ ...two, ms: 0 });
  });

  it('keeps one worker for many runs when told to, each on a server of its own', async () => {
    const patient = createNodeEngine({ reuse: true });
    try {
      for (const seed of [1, 2, 3]) {
        const verdict = await patient.check(SLUG, starter, seed);
        expect(verdict.fault).toBeNull();
        expect(patient.state).toMatchObject({ databases: 1 });
      }
    } finally {
      patient.dispose();
    }
  });

  it('lets a newer run take the place of the one under way', async () => {
    const first = engine.check(SLUG, withPolicies(ENDLESS), 1);
    const second = engine.check(SLUG, starter, 2);
    await expect(first).rejects.toMatchObject({ fault: { code: 'cancelled' } });
    expect((await second).seed).toBe(2);
  });

  it('ends an endless statement when the run is cancelled, and runs the next', async () => {
    engine.start();
    await reached(engine, (state) => state.phase === 'ready');
    const run = engine.check(SLUG, withPolicies(ENDLESS), 1);
    await reached(engine, (state) => state.phase === 'ready' && state.running === 'check');
    engine.cancel();
    await expect(run).rejects.toMatchObject({ fault: { code: 'cancelled' } });
    expect((await engine.check(SLUG, starter, 1)).fault).toBeNull();
  });

  it('stops a statement that does not end by its deadline, and runs the next', async () => {
    const hasty = createNodeEngine({ deadlines: { boot: 60_000, run: 2_000 } });
    try {
      await expect(hasty.check(SLUG, withPolicies(ENDLESS), 1)).rejects.toMatchObject({
        fault: { code: 'timed-out', message: expect.stringContaining('2 seconds') as string },
      });
      expect((await hasty.attack(SLUG, starter, 1)).leaked).toBe(true);
    } finally {
      hasty.dispose();
    }
  });

  it('answers an unknown lesson with a fault and stays usable', async () => {
    await expect(engine.check('no-such-lesson', {}, 1)).rejects.toMatchObject({
      fault: { code: 'lesson-unknown' },
    });
    expect((await engine.check(SLUG, starter, 1)).fault).toBeNull();
  });

  it('settles what is under way when it is disposed of', async () => {
    const run = engine.check(SLUG, withPolicies(ENDLESS), 1);
    const settled = expect(run).rejects.toMatchObject({ fault: { code: 'cancelled' } });
    await reached(engine, (state) => state.phase === 'ready');
    engine.dispose();
    await settled;
  });
});

describe('an engine whose parts fail', () => {
  const loaded = {
    module: Promise.resolve({} as WebAssembly.Module),
    files: Promise.resolve({ files: new Uint8Array(), image: new Uint8Array() }),
  };

  /** A worker that is told what to do when it is asked something. */
  const worker =
    (onPost: (say: (message: unknown) => void, crash: (why: string) => void) => void) =>
    (): WorkerHandle => {
      let say: (message: unknown) => void = () => undefined;
      let crash: (why: string) => void = () => undefined;
      return {
        post: (request) => {
          if (request.kind === 'unpack') return;
          onPost(say, crash);
        },
        onMessage: (listener) => {
          say = listener;
        },
        onCrash: (listener) => {
          crash = listener;
        },
        terminate: () => undefined,
      };
    };

  it.each([
    [
      'a worker that crashes',
      worker((_say, crash) => {
        crash('out of memory');
      }),
      'out of memory',
    ],
    [
      'a worker that talks nonsense',
      worker((say) => {
        say({ kind: 'surprise' });
      }),
      'nobody understands',
    ],
  ] as const)('reports %s, and can be started again', async (_name, spawn, words) => {
    const broken = new StandbyEngine({ spawn, load: () => loaded });
    await expect(broken.check(SLUG, starter, 1)).rejects.toMatchObject({
      fault: { code: 'worker-crashed', message: expect.stringContaining(words) as string },
    });
    expect(broken.state).toMatchObject({ phase: 'failed', fault: { code: 'worker-crashed' } });
    broken.start();
    expect(broken.state).toMatchObject({ phase: 'failed' });
    broken.dispose();
  });

  it('tries a failed download again', async () => {
    let tries = 0;
    const offline = new StandbyEngine({
      spawn: worker((say) => {
        say({ id: 1, kind: 'booted', versions: { server: '18.6', vector: '0.8.7' } });
      }),
      load: () =>
        ++tries === 1 ? { ...loaded, files: Promise.reject(new Error('offline')) } : loaded,
    });
    offline.start();
    await reached(offline, (state) => state.phase === 'failed');
    offline.start();
    await reached(offline, (state) => state.phase === 'ready');
    expect(tries).toBe(2);
    offline.dispose();
  });
});
