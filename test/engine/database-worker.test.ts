import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WorkerRequest } from '../../src/contract/index.ts';
import { DatabaseWorker } from '../../src/engine/database-worker.ts';

const RUN = { slug: 'sample', files: {}, program: null, seed: 1 };

/** A worker that has booted, and says of the rest only what the test has it say. */
async function bootedWorker(): Promise<{ worker: DatabaseWorker; say: (reply: object) => void }> {
  let tell: (message: unknown) => void = () => undefined;
  const asked: WorkerRequest[] = [];
  const worker = new DatabaseWorker(
    () => ({
      post: (request) => void asked.push(request),
      onMessage: (listener) => {
        tell = listener;
      },
      onCrash: () => undefined,
      terminate: () => undefined,
    }),
    { boot: 6_000, run: 1_000 },
  );
  /** Of the request that was made last. */
  const say = (reply: object): void => {
    const last = asked.at(-1);
    tell({ id: last && 'id' in last ? last.id : 0, ...reply });
  };
  const booted = worker.boot({}, null);
  say({ kind: 'booted', versions: { server: '18.6', vector: '0.8.7' } });
  await booted;
  return { worker, say };
}

describe('the deadline of a run', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('counts from its first sign of life where the worker is still warming up', async () => {
    const { worker, say } = await bootedWorker();
    const run = worker.check(RUN);
    const ended = expect(run).rejects.toMatchObject({
      fault: { code: 'timed-out', message: expect.stringContaining('within 1 seconds') as string },
    });
    await vi.advanceTimersByTimeAsync(5_900);
    expect(worker.ended).toBeUndefined();
    say({ kind: 'progress' });
    await vi.advanceTimersByTimeAsync(900);
    expect(worker.ended).toBeUndefined();
    await vi.advanceTimersByTimeAsync(200);
    await ended;
  });

  it('is that of a boot until then', async () => {
    const { worker } = await bootedWorker();
    const run = worker.check(RUN);
    const ended = expect(run).rejects.toMatchObject({
      fault: { code: 'timed-out', message: expect.stringContaining('within 6 seconds') as string },
    });
    await vi.advanceTimersByTimeAsync(6_100);
    await ended;
  });

  it('counts at once where nothing else is under way', async () => {
    const { worker, say } = await bootedWorker();
    say({ kind: 'warmed' });
    const run = worker.check(RUN);
    const ended = expect(run).rejects.toMatchObject({ fault: { code: 'timed-out' } });
    await vi.advanceTimersByTimeAsync(1_100);
    await ended;
  });
});
