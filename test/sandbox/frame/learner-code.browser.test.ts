import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../src/contract/index.ts';
import { ATTEMPTS } from './attempts.ts';
import { attempt, openRealms, type Realms } from './learner.ts';

/** The learner's own code, behind the runtime: the second wall, in front of the frame. */
let realms: Realms;
let sandbox: Sandbox;
beforeAll(async () => {
  realms = openRealms();
  sandbox = await realms.host.start();
});
afterAll(() => {
  realms.frames.dispose();
});

const exported = (code: string): string =>
  `export async function attempt(): Promise<unknown> {\n${code}\n}`;

describe('the learner’s code', () => {
  it.each(ATTEMPTS)('does not reach: $name', async ({ code }) => {
    const text = code(new URL('/@vite/', location.href).href);
    const outcome = await attempt(sandbox, exported(text));
    if (outcome.kind === 'returned') expect(outcome.value).toMatch(/^refused/);
    else expect(outcome.kind).toBe('threw');
  });
});
