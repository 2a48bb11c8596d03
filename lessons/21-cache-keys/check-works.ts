import {
  broken,
  held,
  type AppCheck,
  type AppLab,
  type CallAttempt,
  type CallRequest,
  type Finding,
} from '#checks';
import { isRecord, type Tenant } from '#contract';
import {
  answersOf,
  colleague,
  draft,
  get,
  importAll,
  isHit,
  isIn,
  literal,
  openEach,
  remove,
  reportsOf,
  save,
  sharedId,
  shows,
  type Report,
} from './calls.ts';
import { cameTo } from './words.ts';

/** The attempts, with the sentence beside the last. */
export const failed = (attempts: readonly CallAttempt[], message: string, way: string): Finding =>
  broken(
    message,
    way,
    attempts.map(({ step }, at) =>
      at === attempts.length - 1 ? { ...step, note: message } : step,
    ),
  );

/** Ids that are easily taken for one another. All of them are one tenant's. */
const ALIKE = [
  'q3',
  'Q3',
  'q3:eu',
  'q3_eu',
  'q3/eu',
  'q3 eu',
  'q3%3Aeu',
  'q3*',
  'q3 ',
  '.',
  '..',
  // The same once Unicode has normalised it (NFKC), and another key of the table.
  'ｑ３',
] as const;

export const ownReadable: AppCheck = {
  id: 'own-reports-readable',
  kind: 'works',
  app: true,
  title: 'A tenant opens each of its own reports, the first time and after',
  explanation:
    'getReport gives the report with its title and body, read from the table or from the cache, whatever characters its id consists of.',
  async run(lab): Promise<Finding> {
    const { world } = lab;
    let opened = 0;
    for (const actor of world.draw.sample(world.tenants, 2)) {
      await lab.fresh();
      for (const report of reportsOf(world, actor)) {
        const first = await lab.call(get(actor, report.id));
        const again = await lab.call(get(actor, report.id));
        for (const attempt of [first, again]) {
          if (shows(attempt, report)) continue;
          const steps = attempt === first ? [first] : [first, again];
          const message = `${actor.name} did not get 1 of its own reports: ${attempt.request.show} ${cameTo(attempt)}.`;
          return failed(steps, message, attempt === first ? 'nothing-comes-back' : 'broken-hit');
        }
        opened += 2;
      }
    }
    return (await mixedUp(lab)) ?? held(`${opened} times a report was opened by its tenant.`);
  },
};

/** One report for another of the same tenant: its ids are folded into one key. */
async function mixedUp(lab: AppLab): Promise<Finding | null> {
  const [actor] = lab.world.tenants;
  await lab.fresh();
  const reports = ALIKE.map((id) => draft(lab, actor, id));
  const imported = await lab.call(importAll(actor, reports));
  const asks = reports.map(({ id }) => [actor, id] as const);
  const answers = answersOf(await lab.call(openEach(actor, asks, 'getReport(session, …)')));
  for (const [at, report] of reports.entries()) {
    if (isIn(report, answers[at])) continue;
    const attempt = await lab.call(get(actor, report.id));
    const message = `${actor.name} asked for ${literal(report.id)}, 1 of ${reports.length} ids that look alike, and ${attempt.request.show} ${cameTo(attempt)}.`;
    return failed([imported, attempt], message, 'own-mixed-up');
  }
  return null;
}

export const repeatedReadsHit: AppCheck = {
  id: 'repeated-reads-hit',
  kind: 'works',
  app: true,
  title: 'A report that was just read comes from the cache',
  explanation:
    'The dashboards live off the cache. Whoever asks for the same report once more, with the same session, gets it without a statement to the database.',
  async run(lab): Promise<Finding> {
    const { world } = lab;
    const actors = world.draw.sample(world.tenants, 2);
    const id = sharedId(world);
    for (const actor of actors) {
      const reads = [];
      for (let n = 0; n < 3; n++) reads.push(await lab.call(get(actor, id)));
      if (reads.some(isHit)) continue;
      const message = `${actor.name} opened ${literal(id)} 3 times, and 3 times the database was asked.`;
      return failed(reads, message, wayOfMiss(reads));
    }
    return held(
      `${actors.length} tenants asked for ${literal(id)} again, and it came from the cache.`,
    );
  },
};

/** Nothing is kept; or what is kept lies under a key that is never asked for. */
function wayOfMiss(reads: readonly CallAttempt[]): string {
  const events = reads.flatMap(({ trace }) => trace.filter((event) => event.kind === 'cache'));
  return events.some(({ hit }) => hit === null) ? 'never-hits' : 'no-cache';
}

export const ownChangesVisible: AppCheck = {
  id: 'own-changes-visible',
  kind: 'works',
  app: true,
  title: 'What a tenant saves or deletes shows at its next read',
  explanation:
    'A save or a delete has to forget the very entry that a read would find, also the entry that says that there is none, and for every user of the tenant.',
  async run(lab): Promise<Finding> {
    const { world } = lab;
    const actors = world.draw.sample(world.tenants, 2);
    for (const actor of actors) {
      await lab.fresh();
      const id = sharedId(world);
      const [changed, created] = [draft(lab, actor, id), draft(lab, actor, `${id}-new`)];
      const finding =
        (await readChangeRead(lab, actor, save(actor, changed), changed, 'stale-after-save')) ??
        (await readChangeRead(lab, actor, save(actor, created), created, 'absence-outlives')) ??
        (await readChangeRead(
          lab,
          actor,
          remove(actor, id),
          { ...changed, gone: true },
          'stale-after-delete',
        ));
      if (finding) return finding;
    }
    return held(`${actors.length * 3} changes were seen at the next read.`);
  },
};

/** A colleague reads, somebody changes, the colleague reads again. */
export async function readChangeRead(
  lab: AppLab,
  actor: Tenant,
  change: CallRequest,
  wanted: Report & { readonly gone?: true },
  way: string,
): Promise<Finding | null> {
  const reads = get(actor, wanted.id, { user: colleague });
  const before = await lab.call(reads);
  const changed = await lab.call(change);
  if (changed.outcome.kind === 'threw' || changed.changes.length !== 1) {
    const message = `${actor.name} called ${change.name}, and ${changed.changes.length} rows changed instead of 1: it ${cameTo(changed)}.`;
    return failed([changed], message, 'not-written');
  }
  if (saysNone(changed)) {
    const message = `${actor.name} deleted 1 of its own reports, and was told that there was none: it ${cameTo(changed)}.`;
    return failed([changed], message, 'told-of-none');
  }
  const after = await lab.call(reads);
  const isOther = wanted.gone === true && !shows(after, wanted) && after.found.length > 0;
  if (wanted.gone ? !shows(after, wanted) && !isOther : shows(after, wanted)) return null;
  const message = `After 1 ${change.name} by ${actor.name}, the next ${reads.show} ${cameTo(after)}.`;
  return failed([before, changed, after], message, isOther ? 'another-for-none' : way);
}

/** `{ deleted: false }` of what has deleted something. */
const saysNone = ({ outcome }: CallAttempt): boolean =>
  outcome.kind === 'returned' && isRecord(outcome.value) && outcome.value.deleted === false;
