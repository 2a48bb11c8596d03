import { describe, expect, it } from 'vitest';
import { runAttack, runChecks, type WorldPlan } from '../../src/checks/index.ts';
import type { WorldSize } from '../../src/checks/world.ts';
import { warmUp } from '../../src/checks/warm-up.ts';
import { useNodeRealms } from '../support/node-realms.ts';
import { INHERITED, planOf, RIGHT, sampleApp } from './sample-app.ts';

const app = useNodeRealms();

/** The sizes that a plan is asked for, each once, in the order of the worlds. */
async function sizesOf(
  run: (lesson: ReturnType<typeof sampleApp>) => Promise<unknown>,
  tenants: Partial<Record<WorldSize, number>> = {},
): Promise<readonly string[]> {
  const sizes: string[] = [];
  const plan: WorldPlan = {
    ...planOf(),
    tenantCount: (_draw, size) => {
      sizes.push(size);
      return tenants[size] ?? 2;
    },
  };
  await run(sampleApp(undefined, plan));
  return sizes;
}

describe('the worlds', () => {
  it.each([
    ['of a check', RIGHT, ['any', 'second']],
    // Each of the two that something failed in is compared with the smallest; none is made anew.
    ['of a check that fails', INHERITED, ['any', 'smallest', 'second', 'smallest']],
  ])('%s', async (_what, files, sizes) => {
    const memory = { tenantWasSet: false };
    const run = app.realms.run(files);
    const asked = await sizesOf((lesson) =>
      runChecks(app.db, lesson, files, 3, memory, undefined, run),
    );
    expect(asked).toEqual(sizes);
  });

  it('of a check that fails in a lesson whose second world is large: one more', async () => {
    const memory = { tenantWasSet: false };
    const run = app.realms.run(INHERITED);
    const asked = await sizesOf(
      (lesson) => runChecks(app.db, lesson, INHERITED, 3, memory, undefined, run),
      { any: 3, second: 3 },
    );
    expect(asked).toEqual(['any', 'smallest', 'second', 'smallest', 'smallest']);
  });

  it('of an attack', async () => {
    const run = app.realms.run(RIGHT);
    const asked = await sizesOf((lesson) => runAttack(app.db, lesson, RIGHT, 3, undefined, run));
    expect(asked).toEqual(['attack']);
  });

  it.each([
    ['thorough', ['any', 'any']],
    ['light', ['any']],
  ] as const)('of a warm-up that is %s: no large one', async (how, sizes) => {
    const { program, host } = app.realms.run(RIGHT);
    const asked = await sizesOf((lesson) =>
      warmUp(app.db, lesson, { slug: lesson.slug, files: RIGHT, how, program }, host),
    );
    expect(asked).toEqual(sizes);
  });
});
