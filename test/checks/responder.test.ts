import { describe, expect, it, onTestFinished } from 'vitest';
import { createResponder, type LessonModule } from '../../src/checks/index.ts';
import type { WorkerReply } from '../../src/contract/index.ts';
import { openDatabase } from '../../src/database/index.ts';
import { deferred } from '../support/deferred.ts';
import { loadAssets } from '../support/open-database.ts';
import { ISOLATED, PLAN, sampleLesson } from './sample-lesson.ts';

const FILES = { 'policies.sql': ISOLATED };

/** The sample, which tells of each of its worlds. */
const telling = (onWorld: () => void): LessonModule => ({
  ...sampleLesson(),
  plan: {
    ...PLAN,
    tenantCount: () => {
      onWorld();
      return 2;
    },
  },
});

describe('a run that comes while the server is warmed up', () => {
  it('ends that at its next check, and is made on a server that saw nothing of it', async () => {
    const replies: WorkerReply[] = [];
    let worlds = 0;
    const lesson = telling(() => {
      worlds++;
      // The learner presses while the first world of the rehearsal is drawn.
      if (worlds === 1) press();
    });
    const pressed = deferred<Promise<void>>();
    const respond = createResponder({
      openDatabase: async (assets) => {
        const database = await openDatabase(assets);
        onTestFinished(() => database.close());
        return database;
      },
      loadLesson: () => Promise.resolve(lesson),
      openHost: () => {
        throw new Error('A lesson of SQL starts no realm');
      },
      post: (reply) => {
        replies.push(reply);
      },
    });
    const run = { slug: 'sample', files: FILES, program: null };
    function press(): void {
      pressed.resolve(respond({ id: 2, kind: 'check', ...run, seed: 7 }));
    }
    const { module, ...files } = await loadAssets();
    await respond({ kind: 'unpacked', files });
    const warm = { slug: 'sample', files: FILES, how: 'thorough' } as const;
    await respond({ id: 1, kind: 'boot', module, warm, host: null });
    await pressed.promise;

    // Two worlds are the check's own, and one is the rehearsal's, which would have made six.
    expect(worlds).toBe(3);
    expect(replies.map(({ kind }) => kind).slice(0, 3)).toEqual(['booted', 'warmed', 'progress']);
    expect(replies.at(-1)).toMatchObject({
      kind: 'check',
      verdict: { passed: true, fault: null, seed: 7 },
    });
  });
});
