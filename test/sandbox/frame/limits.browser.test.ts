import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toFault } from '../../../src/contract/index.ts';
import { attempt, openRealms, type Realms } from './learner.ts';

/** What must not take the page down, and must leave the next run as it was. */
let realms: Realms;
beforeEach(() => {
  realms = openRealms(1_500);
});
afterEach(() => {
  realms.frames.dispose();
});

const exported = (code: string): string =>
  `export async function attempt(): Promise<unknown> {\n${code}\n}`;

/** Not touched, so that they take addresses and no memory. */
const HOARD_BUFFERS = 'const all: unknown[] = []; for (;;) all.push(new ArrayBuffer(2 ** 30));';
const DEEPER = 'const deeper = (): number => deeper() + 1; return deeper();';

/** What came of it: how the call ended, or the fault that ended the realm. */
async function faultOf(text: string): Promise<{ code: string; message: string }> {
  const sandbox = await realms.host.start();
  try {
    const outcome = await attempt(sandbox, text);
    const message = outcome.kind === 'threw' ? outcome.error.message : '';
    return { code: outcome.kind, message };
  } catch (error) {
    return toFault(error);
  } finally {
    sandbox.kill();
  }
}

async function nextRunWorks(): Promise<void> {
  const sandbox = await realms.host.start();
  expect(await attempt(sandbox, exported('return 6 * 7'))).toMatchObject({ value: 42 });
  sandbox.kill();
}

describe('a program that never yields', () => {
  it.each([
    ['while it loads', 'while (true) {}\nexport const attempt = 1;'],
    ['in a call', exported('while (true) {}')],
    ['in a promise’s callback', exported('await Promise.resolve().then(() => { for (;;) {} })')],
    [
      'in microtasks that go on for ever',
      exported('const again = (): unknown => Promise.resolve().then(again); return again()'),
    ],
  ])('is stopped %s, and the page never waits', async (_name, text) => {
    let turns = 0;
    const timer = setInterval(() => turns++, 10);
    const fault = await faultOf(text);
    clearInterval(timer);
    expect(fault.code).toBe('program-stuck');
    expect(fault.message).toMatch(
      /did not come to an end within 1\.5 seconds, so your program was stopped\.$/,
    );
    expect(turns).toBeGreaterThan(10);
    await nextRunWorks();
  });
});

describe('a program that takes memory', () => {
  it.each([
    ['a text of 1 GB', 'return "x".repeat(2 ** 30).length;', 'Invalid string length'],
    ['buffers without end', HOARD_BUFFERS, 'Array buffer allocation failed'],
    ['an array of all there is', 'return new Array(2 ** 32);', 'Invalid array length'],
    ['calls without end', DEEPER, 'Maximum call stack size exceeded'],
  ])('is refused %s', async (_name, code, message) => {
    expect(await faultOf(exported(code))).toEqual({ code: 'threw', message });
    await nextRunWorks();
  });

  // How much a machine has, and how fast, decides which of these it is.
  it.each([
    ['1 GB', 'return new Uint8Array(2 ** 30).fill(1).length;'],
    ['1 GB of a Buffer', 'return Buffer.alloc(2 ** 30, 1).length;'],
    ['more and more', 'const all: unknown[] = []; for (;;) all.push({ all, n: all.length });'],
  ])('ends by its deadline with %s, and the page goes on', async (_name, code) => {
    const fault = await faultOf(exported(code));
    expect(['returned', 'threw', 'program-stuck', 'program-ended']).toContain(fault.code);
    await nextRunWorks();
  });
});
