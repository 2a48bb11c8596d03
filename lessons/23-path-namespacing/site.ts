import { broken, count, type AppCheck, type AppLab, type CallAttempt, type Finding } from '#checks';
import { isRecord, type Plain, type Tenant } from '#contract';
import { answersIn, asData, shotsOf, type FileEvent, type Shot } from './batch.ts';
import { exportOf, onServer, refIn, reportsOf, type Report } from './calls.ts';
import { ancestorsOf, commonFolder, isIn } from './paths.ts';
import { cameTo } from './words.ts';

/** An export that was made, and where its file turned up. */
export interface Export {
  readonly owner: Tenant;
  readonly report: Report;
  readonly name: string;
  readonly ref: Plain;
  /** The file that holds the report; empty where none does. */
  readonly file: string;
  /** The call that made it. */
  readonly made: Shot;
}

/**
 * Where the exports of a world lie, read off what making them wrote: no layout is demanded but that
 * each tenant has a directory of its own.
 */
export interface Site {
  readonly exports: readonly Export[];
  /** Whose each file is, by the tenant's index; a file that several wrote has several owners. */
  readonly owners: ReadonlyMap<string, readonly number[]>;
  /** The topmost directory that holds all of a tenant's files and none of others; null for none. */
  readonly directories: ReadonlyMap<number, string | null>;
  /** The deepest directory that holds everybody's. */
  readonly root: string;
  of(owner: Tenant): readonly Export[];
  directory(owner: Tenant): string | null;
}

export const WRITES = 'appendFile copyFile cp link open rename writeFile'.split(' ');

/** A check on a site: where not every export could be made, that is what it finds. */
export const onSite =
  (run: (lab: AppLab, site: Site) => Promise<Finding>): AppCheck['run'] =>
  async (lab) => {
    const made = await makeExports(lab);
    return 'held' in made ? made : run(lab, made);
  };

/** Exports for each tenant, one tenant after the other. */
export async function makeExports(lab: AppLab, each = 2): Promise<Site | Finding> {
  const { tenants } = lab.world;
  const wanted = Array.from({ length: each }, (_, turn) =>
    tenants.flatMap((owner) => {
      const reports = reportsOf(lab.world, owner);
      const report = reports[turn % reports.length];
      return report ? [{ owner, report, name: `${report.title}, ${turn + 1}` }] : [];
    }),
  ).flat();
  const requests = wanted.map(({ report, name }) => exportOf(report, name));
  const attempt = await lab.call(onServer('eachAndTree', [requests.map(asData)], 'exports'));
  const shots = shotsOf(requests, attempt, answersIn(attempt));
  const made = wanted.flatMap((one, n) => {
    const shot = shots[n];
    const ref = refIn(shot?.value);
    return shot && ref !== undefined ? [{ ...one, ref, made: shot }] : [];
  });
  const failed = wanted.findIndex((one) => !made.some(({ name }) => name === one.name));
  const { owner, report } = wanted[failed] ?? {};
  if (owner && report) {
    for (const request of requests.slice(0, failed)) await lab.call(request);
    const again = await lab.call(exportOf(report, `${report.title}, once more`));
    const message = `${owner.name} could not make 1 export of its own report ${report.number}: createExport ${cameTo(again)}.`;
    return broken(message, 'not-made', [{ ...again.step, note: message }]);
  }
  return siteOf(made, treeIn(attempt));
}

/** Every file there is, and what it holds. A link holds nothing. */
export const treeOf = async (lab: AppLab): Promise<Tree> =>
  treeIn(await lab.call(onServer('tree', [], 'tree()')));

export type Tree = ReadonlyMap<string, string | null>;

function treeIn({ outcome }: CallAttempt): Tree {
  const value = outcome.kind === 'returned' ? outcome.value : null;
  const entries = isRecord(value) ? value.files : value;
  if (!Array.isArray(entries)) throw new Error('The files of the program could not be read.');
  return new Map(
    entries.flatMap((entry: Plain) =>
      isRecord(entry)
        ? [
            [
              typeof entry.path === 'string' ? entry.path : '',
              typeof entry.text === 'string' ? entry.text : null,
            ],
          ]
        : [],
    ),
  );
}

/** The files that a call wrote and that are still there. */
export const writtenBy = (events: readonly FileEvent[], tree: Tree): string[] => [
  ...new Set(
    events
      .filter(({ command, error, at }) => WRITES.includes(command) && !error && tree.has(at))
      .map(({ at }) => at),
  ),
];

function siteOf(made: readonly Omit<Export, 'file'>[], tree: Tree): Site {
  const owners = new Map<string, number[]>();
  const exports = made.map((one): Export => {
    const written = writtenBy(one.made.events, tree);
    for (const file of written) {
      const known = owners.get(file) ?? [];
      owners.set(file, known.includes(one.owner.index) ? known : [...known, one.owner.index]);
    }
    const holds = written.find((file) => tree.get(file)?.includes(one.report.body));
    return { ...one, file: holds ?? written.at(-1) ?? '' };
  });
  const tenants = [...new Set(exports.map(({ owner }) => owner))];
  const directories = new Map(
    tenants.map(({ index }) => [index, directoryOf(owners, index)] as const),
  );
  return {
    exports,
    owners,
    directories,
    root: commonFolder([...owners.keys()]),
    of: (owner) => exports.filter((one) => one.owner === owner),
    directory: (owner) => directories.get(owner.index) ?? null,
  };
}

/** The topmost directory above a tenant's files in which no file of another lies. */
function directoryOf(owners: ReadonlyMap<string, readonly number[]>, index: number): string | null {
  const own: string[] = [];
  const others: string[] = [];
  for (const [file, by] of owners) {
    if (by.includes(index)) own.push(file);
    if (by.some((one) => one !== index)) others.push(file);
  }
  const tops = new Set(
    own.map((file) => ancestorsOf(file).find((top) => !others.some((other) => isIn(other, top)))),
  );
  const [top] = tops;
  return tops.size === 1 ? (top ?? null) : null;
}

/** "2 exports". */
export const exportCount = (n: number): string => count(n, 'export');
