import { describe, expect, it } from 'vitest';
import { runAttack, runChecks, type WorldPlan } from '../../src/checks/index.ts';
import { warmUp } from '../../src/checks/warm-up.ts';
import { useNodeRealms } from '../support/node-realms.ts';
import { INHERITED, planOf, RIGHT, sampleApp } from './sample-app.ts';

const app = useNodeRealms();

/** The sizes that a plan is asked for, each once, in the order of the worlds. */
async function sizesOf(
  run: (lesson: ReturnType<typeof sampleApp>) => Promise<unknown>,
): Promise<readonly string[]> {
  const sizes: string[] = [];
  const plan: WorldPlan = {
    ...planOf(),
    tenantCount: (_draw, size) => {
      sizes.push(size);
      return 2;
    },
  };
  await run(sampleApp(undefined, plan));
  return sizes;
}

describe('the worlds', () => {
  it.each([
    ['of a check', RIGHT, ['any', 'second']],
    ['of a check that fails', INHERITED, ['any', 'second', 'smallest']],
  ])('%s', async (_what, files, sizes) => {
    const memory = { tenantWasSet: false };
    const run = app.realms.run(files);
    const asked = await sizesOf((lesson) =>
      runChecks(app.db, lesson, files, 3, memory, undefined, run),
    );
    expect(asked).toEqual(sizes);
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
