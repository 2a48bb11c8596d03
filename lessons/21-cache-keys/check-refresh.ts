import { broken, held, type AppCheck, type AppLab, type CallRequest, type Finding } from '#checks';
import type { Tenant } from '#contract';
import { agency, draft, get, isHit, named, openEach, refresh, remove, save } from './calls.ts';
import { observe } from './forge.ts';
import { called } from './words.ts';

/** What may stand between a handle and what another handle goes on with. */
const JOINTS = ['', ':', '/', '-', '.', '_', '|'] as const;
const ID = 'q3';
/**
 * Base64 makes four characters of three, Base32 eight of five: what becomes of so many is, whole,
 * how begins what becomes of more.
 */
const EVEN = 15;

export const refreshApart: AppCheck = {
  id: 'refresh-apart',
  kind: 'holds',
  app: true,
  title: 'A refresh ends where the tenant ends, whatever its handle is',
  explanation:
    'A pattern that begins with one tenant’s handle matches the tenants whose handles go on from there, and a handle may hold characters that mean something in a pattern.',
  async run(lab): Promise<Finding> {
    const [first, second] = lab.world.tenants;
    const { between } = await observe(lab);
    const joints = new Set([...JOINTS, ...between.map(({ text }) => text)]);
    const even = first.id.padEnd(EVEN * Math.ceil(first.id.length / EVEN), 'x');
    const owners = [`${even}eu`, ...[...joints].map((joint) => `${first.id}${joint}eu`)].map(
      (handle) => named(second, handle),
    );
    const acts: (readonly [string, CallRequest])[] = [
      ['flushed', refresh(named(first, 'somebody-else'))],
      ['unended', refresh(named(first, even))],
      ['prefix', refresh(first)],
      ...['*', `${first.id}?eu`, `${first.id}[:]eu`, `${first.id}\\:eu`].map(
        (handle) => ['glob', refresh(named(first, handle))] as const,
      ),
      ['glob', save(first, draft(lab, first, '*'))],
      ['glob', remove(first, '*')],
    ];
    await lab.fresh();
    await lab.call(savesOf(lab, owners));
    if (!(await warm(lab, owners))) return held('0 entries were kept, so there was none to lose.');
    for (const [way, act] of acts) {
      await lab.call(act);
      if (isHit(await lab.call(opensOf(owners)))) continue;
      const finding = await demonstrate(lab, owners, act, way);
      if (finding) return finding;
      await warm(lab, owners);
    }
    return held(`${acts.length} refreshes and changes took away 0 of ${owners.length} entries.`);
  },
};

/** Every owner opens its report, in one call. */
const opensOf = (owners: readonly Tenant[]): CallRequest =>
  openEach(
    null,
    owners.map((owner) => [owner, ID] as const),
    `${owners.length} tenants open their report`,
  );

/** Every owner saves a report of its own. */
const savesOf = (lab: AppLab, owners: readonly Tenant[]): CallRequest => ({
  as: null,
  module: 'driver.ts',
  name: 'saveEach',
  args: [owners.map((owner) => ({ owner: agency(owner), report: { ...draft(lab, owner, ID) } }))],
  show: `${owners.length} tenants save a report`,
});

/** Makes an entry for every owner. Whether there is one for each: a read of all asks no database. */
async function warm(lab: AppLab, owners: readonly Tenant[]): Promise<boolean> {
  for (let n = 0; n < 3; n++) if (isHit(await lab.call(opensOf(owners)))) return true;
  return false;
}

/** The same from the start, owner by owner. */
async function demonstrate(
  lab: AppLab,
  owners: readonly Tenant[],
  act: CallRequest,
  way: string,
): Promise<Finding | null> {
  for (const owner of owners) {
    await lab.fresh();
    const report = draft(lab, owner, ID);
    const saved = await lab.call(save(owner, report));
    await lab.call(get(owner, ID));
    const before = await lab.call(get(owner, ID));
    const acted = await lab.call(act);
    const attempt = await lab.call(get(owner, ID));
    if (!isHit(before) || isHit(attempt) || !act.as) continue;
    const message = `${act.show}, called as ${called(act.as)}, took away 1 entry of ${called(owner)}, which had to ask the database again.`;
    return broken(message, way, [
      saved.step,
      { ...before.step, note: 'From the cache.' },
      acted.step,
      { ...attempt.step, note: message },
    ]);
  }
  return null;
}
