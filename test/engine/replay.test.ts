import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createNodeEngine } from '../../src/cli/node-engine.ts';
import { findLesson } from '../../src/cli/lesson-code.ts';
import { readAnswers } from '../../src/content/index.ts';
import type { Engine } from '../../src/engine/index.ts';

let engine: Engine;
beforeEach(() => {
  engine = createNodeEngine({ reuse: true });
});
afterEach(() => {
  engine.dispose();
});

const SEED = 5;

describe('one check run alone, in the worlds of a seed', () => {
  it.each(['a-policy-per-command', 'missing-predicate'])(
    'comes to what it came to among the others, in %s',
    async (slug) => {
      const { starter } = await findLesson(slug);
      const verdict = await engine.check(slug, starter, SEED);
      const failed = verdict.checks.filter(({ status }) => status === 'failed');
      expect(failed.length).toBeGreaterThan(1);
      for (const check of [failed[0], failed.at(-1)]) {
        if (check === undefined) throw new Error('No check failed.');
        const replayed = await engine.replay(slug, starter, SEED, check.id);
        expect(replayed.seeds).toEqual(verdict.seeds);
        expect(replayed.checks).toEqual([check]);
        expect(replayed.passed).toBe(false);
      }
    },
    // Each on a server of its own.
    180_000,
  );

  it('holds once the files are mended', async () => {
    const lesson = await findLesson('a-policy-per-command');
    const [right] = await readAnswers(lesson);
    const files = { ...lesson.starter, ...right?.files };
    const replayed = await engine.replay(lesson.slug, files, SEED, 'update-others');
    expect(replayed).toMatchObject({
      passed: true,
      fault: null,
      checks: [{ id: 'update-others', status: 'passed' }],
    });
  });

  it('says what keeps the files from running', async () => {
    const { slug, starter } = await findLesson('a-policy-per-command');
    const files = { ...starter, 'policies.sql': 'CREATE POLCY x' };
    const replayed = await engine.replay(slug, files, SEED, 'update-others');
    expect(replayed.fault).toMatchObject({ code: 'sql-error', file: 'policies.sql', line: 1 });
    expect(replayed.checks).toMatchObject([{ id: 'update-others', status: 'could-not-check' }]);
  });

  it('passes nothing where there is no such check', async () => {
    const { slug, starter } = await findLesson('a-policy-per-command');
    const replayed = await engine.replay(slug, starter, SEED, 'no-such-check');
    expect(replayed).toMatchObject({ passed: false, checks: [] });
  });
});
