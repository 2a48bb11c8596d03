import { held, type AppCheck, type AppLab, type CallAttempt, type Finding } from '#checks';
import type { Tenant } from '#contract';
import {
  answersOf,
  draft,
  get,
  importAll,
  isIn,
  openEach,
  sharedId,
  shows,
  type Report,
} from './calls.ts';
import { failed } from './check-works.ts';
import { called, cameTo } from './words.ts';

/** More entries than one step of a scan looks at. */
const MANY = 15;

export const refreshTakesEffect: AppCheck = {
  id: 'refresh-takes-effect',
  kind: 'works',
  app: true,
  title: 'After its import a tenant reads what was imported',
  explanation:
    'importReports writes past the cache and then calls refreshReports, which has to forget every entry of the tenant, however many there are.',
  async run(lab): Promise<Finding> {
    const { world } = lab;
    const [first = world.tenants[0]] = world.draw.sample(world.tenants, 1);
    const finding = await importTwice(lab, first, [sharedId(world), 'imported']);
    if (finding) return finding;
    return (
      (await importMany(lab, first)) ??
      held(`${first.name} read what was imported, 2 reports and then ${MANY}.`)
    );
  },
};

/** Imports, reads, imports anew: what is read then has to be the new. */
export async function importTwice(
  lab: AppLab,
  actor: Tenant,
  ids: readonly string[],
  way = 'stale-after-refresh',
): Promise<Finding | null> {
  const old = ids.map((id) => draft(lab, actor, id));
  await lab.call(importAll(actor, old));
  const before: CallAttempt[] = [];
  for (const id of ids) before.push(await lab.call(get(actor, id)));
  const reports = ids.map((id) => draft(lab, actor, id));
  const imported = await lab.call(importAll(actor, reports));
  for (const [at, report] of reports.entries()) {
    const attempt = await lab.call(get(actor, report.id));
    if (shows(attempt, report)) continue;
    const first = before[at];
    const message = `After an import of ${reports.length} reports for ${called(actor)}, ${attempt.request.show} ${cameTo(attempt)}.`;
    return failed([...(first ? [first] : []), imported, attempt], message, way);
  }
  return null;
}

async function importMany(lab: AppLab, actor: Tenant): Promise<Finding | null> {
  await lab.fresh();
  const ids = Array.from({ length: MANY }, (_, at) => `monthly-${at + 1}`);
  const drafts = (): Report[] => ids.map((id) => draft(lab, actor, id));
  const opens = openEach(
    actor,
    ids.map((id) => [actor, id] as const),
    `getReport(session, 'monthly-1'), … ('monthly-${MANY}')`,
  );
  await lab.call(importAll(actor, drafts()));
  await lab.call(opens);
  const reports = drafts();
  const imported = await lab.call(importAll(actor, reports));
  const answers = answersOf(await lab.call(opens));
  const stale = reports.filter((report, at) => !isIn(report, answers[at]));
  const [report] = stale;
  if (!report) return null;
  const attempt = await lab.call(get(actor, report.id));
  const message = `After an import of ${MANY} reports, ${actor.name} read ${stale.length} of them as they were before.`;
  return failed([imported, attempt], message, 'some-left');
}
