import { broken, held, type AppCheck, type AppLab, type CallAttempt, type Finding } from '#checks';
import { isRecord } from '#contract';
import {
  asColleague,
  callByRef,
  callOf,
  exportOf,
  listIn,
  reportOf,
  shows,
  valueOf,
} from './calls.ts';
import { exportCount, makeExports, onSite, type Export } from './site.ts';
import { cameTo } from './words.ts';

const failed = (attempt: CallAttempt, message: string, way: string): Finding =>
  broken(message, way, [{ ...attempt.step, note: message }]);

export const ownReadable: AppCheck = {
  id: 'own-exports-readable',
  kind: 'works',
  app: true,
  title: 'A tenant makes exports of its reports, and reads each of them',
  explanation:
    'createExport returns { ref }, and readExport with that reference returns the text of the file, with the report’s title and body, to every session of the tenant.',
  run: onSite(async (lab, site) => {
    for (const one of site.exports) {
      const finding = await unreadable(lab, one, 'nothing-comes-back');
      if (finding) return finding;
    }
    for (const owner of lab.world.tenants) {
      const [one] = site.of(owner);
      if (!one) continue;
      const attempt = await lab.call(
        asColleague(callByRef(owner, 'readExport', one.ref, 'Robin reads what Dana exported.')),
      );
      if (shows(attempt, one.report)) continue;
      const message = `${owner.name} could not read 1 of its own exports as another of its users: readExport ${cameTo(attempt)}.`;
      return failed(attempt, message, 'per-user');
    }
    return held(
      `${exportCount(site.exports.length)} were read by the ${lab.world.tenants.length} tenants that own them.`,
    );
  }),
};

async function unreadable(lab: AppLab, one: Export, way: string): Promise<Finding | null> {
  const attempt = await lab.call(callByRef(one.owner, 'readExport', one.ref));
  if (shows(attempt, one.report)) return null;
  const message = `${one.owner.name} could not read 1 of its own exports: readExport ${cameTo(attempt)}.`;
  return failed(attempt, message, attempt.foreign.length > 0 ? 'overwritten' : way);
}

export const ownListed: AppCheck = {
  id: 'own-exports-listed',
  kind: 'works',
  app: true,
  title: 'A tenant’s list has each of its exports, under its name and its reference',
  explanation:
    'listExports returns one entry for each export that the tenant has, with the name that it was given and the reference that createExport returned, and an empty list where there is none.',
  async run(lab): Promise<Finding> {
    for (const owner of lab.world.tenants) {
      const empty = await lab.call(callOf(owner, 'listExports', {}));
      if (listIn(empty)?.length === 0) continue;
      const message = `${owner.name} has 0 exports yet, and listExports ${cameTo(empty)}.`;
      return failed(empty, message, 'empty-list');
    }
    const site = await makeExports(lab);
    if ('held' in site) return site;
    for (const owner of lab.world.tenants) {
      const own = site.of(owner);
      const attempt = await lab.call(callOf(owner, 'listExports', {}));
      const listed = listIn(attempt);
      const print = ({ ref, name }: { ref?: unknown; name?: unknown }): string =>
        JSON.stringify([ref, name]);
      const [wanted, got] = [own.map(print).sort(), (listed ?? []).map(print).sort()];
      if (wanted.join() === got.join()) continue;
      const message = `${owner.name} has ${exportCount(own.length)}, and of those listExports shows ${wanted.filter((one) => got.includes(one)).length}, in ${got.length} entries: it ${cameTo(attempt)}.`;
      return failed(attempt, message, 'wrong-list');
    }
    const [first] = lab.world.tenants;
    const name = 'one more, after the list';
    await lab.call(exportOf(reportOf(lab.world, first), name));
    const again = await lab.call(callOf(first, 'listExports', {}));
    if (!(listIn(again) ?? []).some((entry) => entry.name === name)) {
      const message = `${first.name} made 1 export after it had been shown its list, and the list lacks it: listExports ${cameTo(again)}.`;
      return failed(again, message, 'list-remembered');
    }
    return held(
      `${lab.world.tenants.length} tenants were shown the ${exportCount(site.exports.length)} that they made.`,
    );
  },
};

export const ownDeletable: AppCheck = {
  id: 'own-exports-deletable',
  kind: 'works',
  app: true,
  title: 'A tenant deletes one of its exports, and no other',
  explanation:
    'deleteExport deletes the export whose reference it was given. Afterwards it is neither read nor listed, and every other one is; and where there was none to delete, the answer does not say that one was deleted.',
  run: onSite(async (lab, site) => {
    for (const owner of lab.world.tenants) {
      const [gone, ...others] = site.of(owner);
      if (!gone) continue;
      await lab.call(callByRef(owner, 'readExport', gone.ref));
      const attempt = await lab.call(callByRef(owner, 'deleteExport', gone.ref));
      const again = await lab.call(callByRef(owner, 'readExport', gone.ref));
      const listed = await lab.call(callOf(owner, 'listExports', {}));
      const isListed = listIn(listed)?.some(({ ref }) => same(ref, gone.ref)) === true;
      if (attempt.outcome.kind === 'threw' || shows(again, gone.report) || isListed) {
        const message = `${owner.name} deleted 1 of its own exports, and it is still there: deleteExport ${cameTo(attempt)}.`;
        return failed(attempt, message, 'not-deleted');
      }
      const { value } = attempt.outcome.kind === 'returned' ? attempt.outcome : { value: null };
      if (isRecord(value) && value.deleted === false) {
        const message = `${owner.name} deleted 1 of its own exports, and was told that there was none: deleteExport ${cameTo(attempt)}.`;
        return failed(attempt, message, 'denied');
      }
      for (const ref of [gone.ref, NOBODYS]) {
        const none = await lab.call(callByRef(owner, 'deleteExport', ref));
        if (!saysDeleted(none) && !isAlike(attempt, none)) continue;
        const message = `${owner.name} was told the same of 1 deletion and of one where there was no export: deleteExport ${cameTo(none)}.`;
        return failed(none, message, 'always-deleted');
      }
      for (const one of others) {
        const finding = await unreadable(lab, one, 'too-many');
        if (finding) return finding;
      }
    }
    return held(`${lab.world.tenants.length} exports were deleted by their tenants, and no other.`);
  }),
};

/** No reference of any answer: it was never made. */
const NOBODYS = 'no such export';

/** A promise that nobody waited for is the same in both, and so is nothing at all. */
const isAlike = (one: CallAttempt, other: CallAttempt): boolean =>
  JSON.stringify(valueOf(one)) === JSON.stringify(valueOf(other));

/** Anything else, an error as well, may stand for there being none. */
const saysDeleted = ({ outcome }: CallAttempt): boolean =>
  outcome.kind === 'returned' && isRecord(outcome.value) && outcome.value.deleted === true;

const same = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** What people call things. None of it is a path. */
const NAMES = [
  'Q3',
  'Q3',
  'q3',
  'v1.2 final',
  'Prüfung 2026',
  'what (we) said — twice',
  'the "final" one',
] as const;

export const keptApart: AppCheck = {
  id: 'exports-kept-apart',
  kind: 'works',
  app: true,
  title: 'Two exports of one report are two exports, whatever they are called',
  explanation:
    'An export is the report as it was when it was made, and auditors compare Monday’s with Friday’s. A file name that comes from the report, or from the name that it was given, is the same the second time, and the first file is gone.',
  async run(lab): Promise<Finding> {
    const [owner] = lab.world.tenants;
    const report = reportOf(lab.world, owner);
    const refs = new Set<string>();
    for (const name of NAMES) {
      const attempt = await lab.call(exportOf(report, name));
      const printed =
        attempt.outcome.kind === 'returned' ? JSON.stringify(attempt.outcome.value) : '';
      if (printed === '' || printed === 'null') {
        const message = `${owner.name} could not make 1 export called ${JSON.stringify(name)}: createExport ${cameTo(attempt)}.`;
        return failed(attempt, message, 'name-refused');
      }
      refs.add(printed);
    }
    const attempt = await lab.call(callOf(owner, 'listExports', {}));
    const names = (listIn(attempt) ?? []).map(({ name }) => textOf(name)).sort();
    if (refs.size === NAMES.length && names.join('\n') === [...NAMES].sort().join('\n')) {
      return held(
        `${NAMES.length} exports of one report, two of them under one name, are ${NAMES.length} exports.`,
      );
    }
    const message = `${owner.name} made ${NAMES.length} exports of one report, with ${refs.size} different references, and ${names.length} are listed.`;
    return failed(attempt, message, 'overwritten');
  },
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
