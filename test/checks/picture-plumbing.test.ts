import { describe, expect, it } from 'vitest';
import {
  broken,
  cachePicture,
  held,
  runAttack,
  runChecks,
  type AppCheck,
  type AppRun,
  type PictureRun,
  type WorldPlan,
} from '../../src/checks/index.ts';
import type { AttackReport, FileTexts, Picture, Verdict } from '../../src/contract/index.ts';
import { useNodeRealms } from '../support/node-realms.ts';
import { pictureAs } from '../support/pictures.ts';
import { INHERITED, list, planOf, RIGHT, sampleApp } from './sample-app.ts';

const app = useNodeRealms();

type Draw = (run: PictureRun) => Picture | null;

const planWith = (picture: Draw): WorldPlan => {
  const plan = planOf();
  return plan.app ? { ...plan, app: { ...plan.app, picture } } : plan;
};

/** Problems are looked at here, and not when the realms are disposed of. */
const runOf = (files: FileTexts, problems: unknown[]): AppRun => ({
  ...app.realms.run(files),
  onPictureProblem: (problem) => problems.push(problem),
});

const check = (
  files: FileTexts,
  draw: Draw,
  checks?: readonly AppCheck[],
  problems: unknown[] = [],
): Promise<Verdict> =>
  runChecks(
    app.db,
    sampleApp(checks, planWith(draw)),
    files,
    3,
    { tenantWasSet: false },
    () => undefined,
    runOf(files, problems),
  );

const attack = (files: FileTexts, draw: Draw, problems: unknown[] = []): Promise<AttackReport> =>
  runAttack(
    app.db,
    sampleApp(undefined, planWith(draw)),
    files,
    3,
    { tenantWasSet: false },
    runOf(files, problems),
  );

/** A picture that says of which run it is. */
const drawCalls: Draw = ({ check, calls, world, truth }) => ({
  kind: 'cache',
  tenants: [...world.tenants],
  calls: calls.map(({ attempt: { request } }) => ({
    show: request.show,
    tenant: request.as?.index ?? null,
  })),
  entries: [
    {
      key: check ?? 'the attack',
      value: `${truth.get('notes')?.size ?? 0} notes`,
      owner: null,
      ttl: null,
      uses: [],
    },
  ],
  more: 0,
});

const CACHED: FileTexts = {
  ...RIGHT,
  'notes.ts': RIGHT['notes.ts'].replace('export const list =', 'const listFresh =').concat(`
      import { createClient } from 'redis';
      const cache = createClient();
      export async function list(session: { tenantId: string }) {
        const known = await cache.get('notes');
        if (known) return JSON.parse(known);
        const rows = await listFresh(session);
        await cache.set('notes', JSON.stringify(rows), { EX: 60 });
        return rows;
      }`),
};

const always = (id: string, run: AppCheck['run']): AppCheck => ({
  app: true,
  id,
  kind: 'holds',
  title: id,
  explanation: id,
  run,
});

describe('a lesson’s own picture', () => {
  it('is drawn of the attack, from what the program did', async () => {
    const report = await attack(CACHED, cachePicture);
    const { entries, calls } = pictureAs('cache', report.picture);
    expect(calls.map(({ tenant }) => tenant)).toEqual([0, 1]);
    expect(entries).toMatchObject([
      {
        key: 'notes',
        owner: 0,
        ttl: 60,
        uses: [
          { call: 0, how: 'missed', foreign: false },
          { call: 0, how: 'wrote', owner: 0, foreign: false },
          { call: 1, how: 'served', owner: 0, foreign: true },
        ],
      },
    ]);
  });

  it('is drawn of the first check of the first world where all pass', async () => {
    const verdict = await check(RIGHT, drawCalls);
    const { entries } = pictureAs('cache', verdict.picture);
    expect(entries[0]?.key).toBe('one-at-a-time');
    const other = await check(RIGHT, (run) =>
      run.check === 'one-at-a-time' ? null : drawCalls(run),
    );
    // The check that drew none gave a timeline, and comes first.
    expect(other.picture?.kind).toBe('timeline');
  });

  it('comes with each check that failed, and not with a verdict that did not pass', async () => {
    const verdict = await check(INHERITED, drawCalls);
    expect(verdict.picture).toBeUndefined();
    const [first] = verdict.checks;
    expect(first?.status).toBe('failed');
    const { entries, calls } = pictureAs('cache', first?.evidence?.picture);
    expect(entries[0]?.key).toBe('one-at-a-time');
    expect(calls.map(({ show }) => show)).toEqual(
      first?.evidence?.transcript.map((step) => step.sql),
    );
  });

  it('is of the start that the transcript comes from, whatever was started since', async () => {
    const looksAround = always('looks', async (lab) => {
      const [first, second] = lab.world.tenants;
      await lab.call(list(first));
      const { step } = await lab.call(list(second));
      await lab.fresh();
      await lab.call(list(null));
      await lab.together([list(first), list(null)], [1]);
      return broken('It leaked.', 'leaked', [{ ...step, note: 'Seen.' }]);
    });
    const verdict = await check(RIGHT, drawCalls, [looksAround]);
    const evidence = verdict.checks[0]?.evidence;
    const { calls } = pictureAs('cache', evidence?.picture);
    expect(calls.map(({ tenant }) => tenant)).toEqual([0, 1]);
  });

  it('is of the last calls where a transcript tells of none', async () => {
    const flies = always('flies', async (lab) => {
      const [first, second] = lab.world.tenants;
      await lab.together([list(second), list(first)], []);
      await lab.fresh();
      return held('1');
    });
    const verdict = await check(RIGHT, drawCalls, [flies]);
    const { calls, entries } = pictureAs('cache', verdict.picture);
    expect(calls.map(({ tenant }) => tenant)).toEqual([1, 0]);
    expect(entries[0]?.value).toMatch(/^[1-9]\d* notes$/);
  });
});

describe('a picture that cannot be drawn', () => {
  const throws: Draw = () => {
    throw new Error('no paint');
  };
  const tooLarge: Draw = (run) => ({
    ...pictureAs('cache', drawCalls(run) ?? undefined),
    calls: Array.from({ length: 1_000 }, () => ({ show: 'a()', tenant: 0 })),
  });

  it.each([
    ['throws', throws],
    ['is too large', tooLarge],
  ])('because it %s is left out, and the verdict stays', async (_why, draw) => {
    const problems: unknown[] = [];
    const verdict = await check(RIGHT, draw, undefined, problems);
    expect(verdict).toMatchObject({ passed: true, fault: null });
    // What the check gave is shown in its place.
    expect(verdict.picture?.kind).toBe('timeline');
    expect(problems.length).toBeGreaterThan(0);
    const report = await attack(INHERITED, draw, problems);
    expect(report).toMatchObject({ leaked: true, fault: null });
    expect(report.picture?.kind).toBe('timeline');
  });
});
