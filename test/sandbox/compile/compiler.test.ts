import { afterEach, describe, expect, it } from 'vitest';
import { startThread } from '../../../src/cli/start-thread.ts';
import type { Fault } from '../../../src/contract/index.ts';
import { Compiler, type CompileRequest, type CompileWorker } from '../../../src/sandbox/index.ts';
import { spawnCompiler } from '../../../src/sandbox/node/spawn-compiler.ts';

const DEADLINES = { start: 30_000, compile: 30_000 };

/** A worker that the test plays: it answers when it is told to. */
class FakeWorker implements CompileWorker {
  readonly asked: CompileRequest[] = [];
  terminated = false;
  say: (message: unknown) => void = () => undefined;
  crash: (reason: string) => void = () => undefined;
  post(request: CompileRequest): void {
    this.asked.push(request);
  }
  onMessage(listener: (message: unknown) => void): void {
    this.say = listener;
  }
  onCrash(listener: (reason: string) => void): void {
    this.crash = listener;
  }
  terminate(): void {
    this.terminated = true;
  }
  /** Answers the latest request. */
  answer(code: string): void {
    const id = this.asked.at(-1)?.id;
    this.say({
      kind: 'compiled',
      id,
      result: { modules: { 'app.ts': { code, map: '{}' } } },
    });
  }
}

const opened: Compiler[] = [];
afterEach(() => {
  for (const compiler of opened.splice(0)) compiler.dispose();
});

function open(deadlines = DEADLINES): { compiler: Compiler; workers: FakeWorker[] } {
  const workers: FakeWorker[] = [];
  const compiler = new Compiler(() => {
    const worker = new FakeWorker();
    workers.push(worker);
    return worker;
  }, deadlines);
  opened.push(compiler);
  return { compiler, workers };
}

const files = (text: string): Record<string, string> => ({ 'app.ts': text, 'schema.sql': 'x' });

async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'none';
  } catch (error) {
    return (error as { fault: Fault }).fault.code;
  }
}

describe('the compiler', () => {
  it('starts a worker at the first text, and asks it only for modules', async () => {
    const { compiler, workers } = open();
    expect(workers).toHaveLength(0);
    const compiling = compiler.compile(files('a'));
    expect(workers[0]?.asked).toMatchObject([{ files: { 'app.ts': 'a' } }]);
    expect(workers[0]?.asked[0]?.files).not.toHaveProperty('schema.sql');
    workers[0]?.answer('A');
    expect(await compiling).toMatchObject({ modules: { 'app.ts': { code: 'A' } } });
  });

  it('answers a text that it knows without asking, also when two ask at once', async () => {
    const { compiler, workers } = open();
    const both = [compiler.compile(files('a')), compiler.compile(files('a'))];
    workers[0]?.answer('A');
    const answers = await Promise.all([...both, compiler.compile(files('a'))]);
    expect(workers[0]?.asked).toHaveLength(1);
    expect(answers.map((answer) => 'modules' in answer)).toEqual([true, true, true]);
  });

  it('compiles one text after the other', async () => {
    const { compiler, workers } = open();
    const first = compiler.compile(files('a'));
    const second = compiler.compile(files('b'));
    expect(workers[0]?.asked).toHaveLength(1);
    workers[0]?.answer('A');
    await first;
    await expect.poll(() => workers[0]?.asked.length).toBe(2);
    workers[0]?.answer('B');
    expect(await second).toMatchObject({ modules: { 'app.ts': { code: 'B' } } });
    expect(workers).toHaveLength(1);
  });

  it('stops what nobody waits for when something else is asked', async () => {
    const { compiler, workers } = open();
    const run = new AbortController();
    const first = codeOf(compiler.compile(files('a'), run.signal));
    run.abort();
    expect(await first).toBe('cancelled');
    const second = compiler.compile(files('b'));
    await expect.poll(() => workers.length).toBe(2);
    expect(workers[0]?.terminated).toBe(true);
    workers[1]?.answer('B');
    expect(await second).toHaveProperty('modules');
  });

  it('lets what was given up finish where nothing else is asked', async () => {
    const { compiler, workers } = open();
    const run = new AbortController();
    const first = codeOf(compiler.compile(files('a'), run.signal));
    run.abort();
    await first;
    workers[0]?.answer('A');
    expect(await compiler.compile(files('a'))).toHaveProperty('modules');
    expect(workers[0]?.asked).toHaveLength(1);
    expect(workers).toHaveLength(1);
  });

  it('says that the worker crashed, and starts another for the next text', async () => {
    const { compiler, workers } = open();
    const first = compiler.compile(files('a'));
    workers[0]?.crash('its script did not load');
    expect(await first).toEqual({
      code: 'worker-crashed',
      message: 'The TypeScript compiler could not do its work (its script did not load).',
    });
    const second = compiler.compile(files('a'));
    workers[1]?.answer('A');
    expect(await second).toHaveProperty('modules');
  });

  it('believes no worker that it does not understand', async () => {
    const { compiler, workers } = open();
    const compiling = compiler.compile(files('a'));
    workers[0]?.say({ kind: 'compiled', id: 1, result: { passed: true } });
    expect(await compiling).toMatchObject({ code: 'worker-crashed' });
    expect(workers[0]?.terminated).toBe(true);
  });

  it('tells a worker that does not come from a text that takes too long', async () => {
    const slow = open({ start: 10, compile: 30_000 });
    expect(await slow.compiler.compile(files('a'))).toMatchObject({
      code: 'worker-crashed',
      message: expect.stringContaining('it was not loaded within 0.01 seconds') as string,
    });
    const { compiler, workers } = open({ start: 30_000, compile: 10 });
    const compiling = compiler.compile(files('a'));
    workers[0]?.say({ kind: 'ready' });
    expect(await compiling).toEqual({
      code: 'compile-error',
      message:
        'Your TypeScript could not be compiled within 0.01 seconds, so the compiler was stopped.',
    });
    expect(workers[0]?.terminated).toBe(true);
  });

  it('refuses what is asked after its end', async () => {
    const { compiler } = open();
    const first = codeOf(compiler.compile(files('a')));
    compiler.dispose();
    expect(await first).toBe('cancelled');
    expect(await codeOf(compiler.compile(files('a')))).toBe('cancelled');
  });
});

describe('the compiler in a thread', () => {
  const inThread = (compile: number): Compiler => {
    const compiler = new Compiler(() => spawnCompiler(startThread), { start: 60_000, compile });
    opened.push(compiler);
    return compiler;
  };

  it('compiles, and says what does not', async () => {
    const compiler = inThread(30_000);
    expect(await compiler.compile(files('export const a = 1;'))).toHaveProperty('modules');
    expect(await compiler.compile(files('export const = 1;'))).toMatchObject({
      code: 'compile-error',
      line: 1,
    });
    expect(await compiler.compile(files('['.repeat(100_000)))).toMatchObject({
      message: 'app.ts is nested too deeply to be compiled.',
    });
  });

  it('is stopped at a text on which TypeScript takes for ever, and goes on with the next', async () => {
    const compiler = inThread(3_000);
    // TypeScript 5.9.3 takes time that grows with the square of such a chain: 40 s for this one.
    expect(
      await compiler.compile(files(`export const a = 1${'+1'.repeat(50_000)};`)),
    ).toMatchObject({
      code: 'compile-error',
      message: expect.stringContaining('within 3 seconds') as string,
    });
    expect(await compiler.compile(files('export const b = 1;'))).toHaveProperty('modules');
  });
});
