import { broken, held, type AppCheck, type AppLab, type CallAttempt, type Finding } from '#checks';
import type { Plain, Tenant, TranscriptStep } from '#contract';
import { filesIn } from './batch.ts';
import { callByRef, callOf, exportOf, listIn, refIn, reportsOf, shows, valueOf } from './calls.ts';
import type { Report } from './calls.ts';
import { exportCount, WRITES } from './site.ts';
import { cameTo } from './words.ts';

/** An export, and the call that made it. */
interface Made {
  readonly owner: Tenant;
  readonly report: Report;
  readonly name: string;
  readonly ref: Plain;
  readonly step: TranscriptStep;
}

/** Something that an export’s own tenant did not get. */
interface Lost {
  readonly one: Made;
  readonly attempt: CallAttempt;
  readonly what: string;
  readonly way: 'forgotten' | 'other-references';
}

export const afterRestart: AppCheck = {
  id: 'exports-after-restart',
  kind: 'works',
  app: true,
  title: 'After a restart a tenant lists and reads what it exported, and makes more',
  explanation:
    'A deployment starts the process anew, other workers run beside it, and the volume is the same for all. Whatever it takes to find an export by its reference has to lie there too, and what is made later must not need to know what was made before.',
  async run(lab): Promise<Finding> {
    const made = await makeOneByOne(lab, 'of yesterday', 2);
    if ('held' in made) return made;
    // What does not work before either is no matter of restarts.
    const before = await firstLost(lab, made, false);
    if (before) return lost(before, `${before.one.owner.name} ${before.what}`, 'before');
    await lab.fresh('stores');
    const after = await firstLost(lab, made, true);
    if (after)
      return lost(after, `After a restart ${after.one.owner.name} ${after.what}`, after.way);
    const more = await makeOneByOne(lab, 'of today', 1);
    if ('held' in more) return more;
    const both = await firstLost(lab, [...made, ...more], false);
    if (both) {
      const message = `After a restart ${both.one.owner.name} made 1 export, and then it ${both.what}`;
      return lost(both, message, 'overwritten-again');
    }
    return held(
      `${exportCount(made.length)} were listed and read after a restart, and ${more.length} more made.`,
    );
  },
};

/** Each tenant makes so many exports, in calls of their own: a transcript needs their steps. */
async function makeOneByOne(lab: AppLab, when: string, each: number): Promise<Made[] | Finding> {
  const made: Made[] = [];
  for (const owner of lab.world.tenants) {
    const reports = reportsOf(lab.world, owner);
    for (let turn = 0; turn < each; turn++) {
      const report = reports[turn % reports.length];
      if (!report) continue;
      const name = `${report.title}, ${turn + 1} ${when}`;
      const attempt = await lab.call(exportOf(report, name));
      const ref = refIn(valueOf(attempt));
      if (ref !== undefined) {
        made.push({ owner, report, name, ref, step: attempt.step });
        continue;
      }
      return notMade(attempt, owner, report, when === 'of today');
    }
  }
  return made;
}

/** After a restart a name that was made before may be made again, and is taken. */
function notMade(attempt: CallAttempt, owner: Tenant, { number }: Report, after: boolean): Finding {
  const isTaken = filesIn(attempt).some(
    ({ command, error }) => error === 'EEXIST' && WRITES.includes(command),
  );
  const message = `${after ? 'After a restart ' : ''}${owner.name} could not make 1 export of its own report ${number}: createExport ${cameTo(attempt)}.`;
  const way = !after ? 'before' : isTaken ? 'counted-again' : 'not-made-again';
  return broken(message, way, [{ ...attempt.step, note: message }]);
}

/** Each tenant lists its exports and reads them. */
async function firstLost(
  lab: AppLab,
  made: readonly Made[],
  isRestarted: boolean,
): Promise<Lost | null> {
  const { tenants } = lab.world;
  // In the opposite order after a restart: whoever comes first then was not the first before.
  for (const [at, owner] of (isRestarted ? tenants.toReversed() : tenants).entries()) {
    const own = made.filter((one) => one.owner === owner);
    const [first] = own;
    if (!first) continue;
    const note = isRestarted && at === 0 ? 'The service was started anew.' : undefined;
    const listed = await lab.call(callOf(owner, 'listExports', {}, note));
    const entries = (listIn(listed) ?? []).map(({ ref, name }) => JSON.stringify([ref, name]));
    const missing = own.filter(({ ref, name }) => !entries.includes(JSON.stringify([ref, name])));
    // A list that is whole but for the references: what they lead to may have become another’s.
    const isRenamed =
      missing.length > 0 && own.every(({ name }) => listIn(listed)?.some((e) => e.name === name));
    const [one = first] = missing;
    if (missing.length > 0 && !isRenamed) {
      const what = `was shown ${own.length - missing.length} of its ${exportCount(own.length)}: listExports ${cameTo(listed)}.`;
      return { one, attempt: listed, what, way: 'forgotten' };
    }
    for (const each of own) {
      const attempt = await lab.call(callByRef(owner, 'readExport', each.ref));
      if (shows(attempt, each.report)) continue;
      const what = `could not read 1 of its own exports by the reference that it was given: readExport ${cameTo(attempt)}.`;
      return { one: each, attempt, what, way: isRenamed ? 'other-references' : 'forgotten' };
    }
    if (isRenamed) {
      const what = `was shown 1 of its exports under another reference: listExports ${cameTo(listed)}.`;
      return { one, attempt: listed, what, way: 'other-references' };
    }
  }
  return null;
}

/** The export, and what came of it later. */
const lost = ({ one, attempt }: Lost, message: string, way: string): Finding =>
  broken(message, way, [one.step, { ...attempt.step, note: message }]);
