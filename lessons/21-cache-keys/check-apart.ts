import {
  broken,
  held,
  type AppCheck,
  type AppLab,
  type CallAttempt,
  type CallRequest,
  type Finding,
} from '#checks';
import type { Tenant } from '#contract';
import {
  colleague,
  draft,
  get,
  importAll,
  isHit,
  keysOf,
  literal,
  ownOf,
  refresh,
  remove,
  reportsOf,
  save,
  sharedId,
  shows,
} from './calls.ts';
import { cameTo, commonKey, ownerOf, wroteOthers } from './words.ts';

/** Two tenants, in both orders: to a program that has no list of them all pairs are alike. */
export function pairsOf({ world: { draw, tenants } }: AppLab): (readonly [Tenant, Tenant])[] {
  const [one = tenants[0], other = tenants[1]] = draw.sample(tenants, 2);
  return [
    [one, other],
    [other, one],
  ];
}

export const readsApart: AppCheck = {
  id: 'reads-apart',
  kind: 'holds',
  app: true,
  title: 'What one tenant’s read has put into the cache serves no other tenant',
  explanation:
    'An entry is found by its key alone. Where two tenants’ questions come to one key, the second is given the answer to the first.',
  async run(lab): Promise<Finding> {
    const id = sharedId(lab.world);
    const pairs = pairsOf(lab);
    for (const [first, second] of pairs) {
      await lab.fresh();
      const before = await lab.call(get(first, id));
      const attempt = await lab.call(get(second, id));
      const own = ownOf(lab.world, second, id);
      if (own && attempt.foreign.length === 0 && shows(attempt, own)) continue;
      return crossedRead(lab, before, attempt, await wayOfRead(lab, first, second, before));
    }
    return held(`${pairs.length} pairs of tenants asked for ${literal(id)}, and each got its own.`);
  },
};

function crossedRead(lab: AppLab, before: CallAttempt, attempt: CallAttempt, way: string): Finding {
  const { as } = attempt.request;
  const did =
    attempt.foreign.length > 0
      ? `was served 1 report of ${ownerOf(lab, attempt)}`
      : `did not get its own 1 report (it ${cameTo(attempt)})`;
  const message = `${as?.name ?? 'Nobody'} ${did} by ${attempt.request.show}${commonKey(before, attempt)}.`;
  return broken(message, way, [before.step, { ...attempt.step, note: message }]);
}

/** Why two tenants' questions met: the key knows the user, knows the id hashed, or just the id. */
async function wayOfRead(
  lab: AppLab,
  first: Tenant,
  second: Tenant,
  before: CallAttempt,
): Promise<string> {
  const id = sharedId(lab.world);
  await lab.fresh();
  await lab.call(get(first, id, { user: colleague }));
  const other = await lab.call(get(second, id, { user: colleague }));
  if (other.foreign.length === 0) return 'by-user';
  return keysOf(before).some((key) => key.includes(id)) ? 'no-tenant' : 'no-tenant-hashed';
}

export const absenceApart: AppCheck = {
  id: 'absence-apart',
  kind: 'holds',
  app: true,
  title: 'That one tenant has no such report says nothing to another',
  explanation:
    '“There is none” is an answer as well, and belongs to whoever asked. Kept under a key without the tenant it hides the others’ reports of that id.',
  async run(lab): Promise<Finding> {
    const pairs = pairsOf(lab);
    for (const [owner, other] of pairs) {
      await lab.fresh();
      const report = draft(lab, owner, 'only-here');
      const saved = await lab.call(save(owner, report));
      const id = sharedId(lab.world);
      const steps = [
        [saved, get(other, report.id), get(owner, report.id), report],
        [
          await lab.call(remove(other, id)),
          get(other, id),
          get(owner, id),
          ownOf(lab.world, owner, id),
        ],
      ] as const;
      for (const [before, asks, opens, wanted] of steps) {
        const wrote = wroteOthers(lab, before);
        if (wrote !== null) {
          return broken(wrote, 'first-tenant', [saved.step, { ...before.step, note: wrote }]);
        }
        const none = await lab.call(asks);
        const attempt = await lab.call(opens);
        if (!wanted || (shows(attempt, wanted) && none.foreign.length === 0)) continue;
        const way = (await leaksAnyway(lab, owner, other)) ? 'no-tenant' : 'shared-absence';
        const message = `${owner.name} was told that it has 0 reports ${literal(opens.args[1])}, because ${other.name} has none: it ${cameTo(attempt)}.`;
        return broken(message, way, [before.step, none.step, { ...attempt.step, note: message }]);
      }
    }
    return held(`${pairs.length * 2} answers “there is none” were kept from other tenants.`);
  },
};

/** Whether reports that are there cross too: then the absence is just one more entry. */
async function leaksAnyway(lab: AppLab, first: Tenant, second: Tenant): Promise<boolean> {
  const id = sharedId(lab.world);
  await lab.fresh();
  await lab.call(get(first, id));
  return (await lab.call(get(second, id))).foreign.length > 0;
}

export const entriesStay: AppCheck = {
  id: 'entries-stay',
  kind: 'holds',
  app: true,
  title: 'Nothing that one tenant does takes another tenant’s entries away',
  explanation:
    'A read, a save, a delete, a refresh and an import of one tenant leave the entries of the others. Otherwise how fast a page opens tells what others just did, and one tenant’s Refresh is everybody’s load.',
  async run(lab): Promise<Finding> {
    const id = sharedId(lab.world);
    const [owner, other] = lab.world.draw.sample(lab.world.tenants, 2);
    if (!owner || !other) throw new Error('A world needs two tenants');
    const acts: (readonly [string, CallRequest])[] = [
      ['displaced', get(other, id)],
      ['shared-invalidation', save(other, draft(lab, other, id))],
      ['shared-invalidation', remove(other, id)],
      ['flushed', refresh(other)],
      ['flushed', importAll(other, [draft(lab, other, id)])],
    ];
    let stayed = 0;
    for (const [way, act] of acts) {
      await lab.fresh();
      const warm: CallAttempt[] = [];
      for (const report of reportsOf(lab.world, owner).filter((one) => one.id === id)) {
        for (let n = 0; n < 3; n++) warm.push(await lab.call(get(owner, report.id)));
      }
      const kept = warm.filter((attempt, at) => at % 3 === 2 && isHit(attempt));
      const acted = await lab.call(act);
      for (const before of kept) {
        const attempt = await lab.call(before.request);
        if (isHit(attempt) && attempt.foreign.length === 0) {
          stayed++;
          continue;
        }
        const message = `${other.name} called ${act.name}, and 1 entry of ${owner.name} was gone: ${attempt.request.show} asked the database again.`;
        return broken(message, way, [
          { ...before.step, note: 'From the cache.' },
          acted.step,
          { ...attempt.step, note: message },
        ]);
      }
    }
    return held(`${stayed} entries of ${owner.name} stayed, whatever ${other.name} did.`);
  },
};
