import { directoryPicture, type PictureRun } from '#checks';
import { isRecord, type DirectoryPicture, type Plain, type Tenant } from '#contract';
import { MARK, type FileEvent } from './batch.ts';
import { ancestorsOf, isIn } from './paths.ts';
import { UNREACHED } from './touches.ts';
import { WRITES } from './site.ts';

type Call = PictureRun['calls'][number];

/**
 * The directories of a run by owner, and what its calls touched. Whose each file is, is read off
 * what `createExport` wrote for whom, as the checks do it.
 */
export function picture(run: PictureRun): DirectoryPicture | null {
  const calls = run.calls.filter(isShown);
  if (calls.length === 0) return null;
  const owners = ownersIn(run);
  const homes = new Map(run.world.tenants.map(({ index }) => [index, homeIn(owners, index)]));
  const roots = [...homes.values()].filter((home) => home !== null);
  const numbers = new Set(calls.map(({ number }) => number));
  const drawn = directoryPicture(
    {
      ...run,
      calls,
      // By what each operation acted on: a link that is removed is not what it leads to.
      trace: run.trace.flatMap((event) =>
        event.kind === 'file' && event.call !== null && numbers.has(event.call) && isTouch(event)
          ? [{ ...event, path: event.at, real: event.at }]
          : [],
      ),
      disk: { ...run.disk, ...madeBefore(run, owners) },
    },
    {
      homeOf: ({ index }) => homes.get(index) ?? null,
      shared: [...new Set([...owners.keys()].flatMap(ancestorsOf))].filter(
        (folder) => !roots.some((home) => isIn(folder, home)),
      ),
      ownerOf: (path) => owners.get(path),
    },
  );
  return (
    drawn && {
      ...drawn,
      entries: drawn.entries.map((entry) => judged(entry, drawn, homes, owners.size > 0)),
    }
  );
}

/** Tools that were called one by one, and what was done over SFTP. */
const isShown = ({ attempt: { request } }: Call): boolean =>
  request.module === 'exports.ts' || request.name.startsWith('plant');

const isTouch = ({ command, path, error }: FileEvent): boolean =>
  path !== '/' &&
  command !== 'realpath' &&
  command !== 'exists' &&
  !UNREACHED.includes(error ?? '');

/** Who wrote each file first, by the tenant's index. */
function ownersIn({ calls, trace, world }: PictureRun): Map<string, number> {
  const owners = new Map<string, number>();
  const byNumber = new Map(calls.map((call) => [call.number, call]));
  let at = -1;
  for (const event of trace) {
    if (event.kind !== 'file') continue;
    const marked = MARK.exec(event.path);
    if (marked) at = Number(marked[1]);
    const request = byNumber.get(event.call ?? -1)?.attempt.request;
    if (marked || !request || !WRITES.includes(event.command) || event.error) continue;
    const index =
      request.name === 'createExport'
        ? request.as?.index
        : request.name === 'eachAndTree'
          ? tenantIn(world.tenants, request.args[0], at)
          : undefined;
    if (index !== undefined && !owners.has(event.at)) owners.set(event.at, index);
  }
  return owners;
}

/** Whose session the n-th of many calls has. */
function tenantIn(
  tenants: readonly Tenant[],
  calls: Plain | undefined,
  n: number,
): number | undefined {
  const call: Plain = isList(calls) ? (calls[n] ?? null) : null;
  const session = isRecord(call) ? (call.session ?? null) : null;
  return isRecord(session) ? tenants.find(({ id }) => id === session.tenantId)?.index : undefined;
}

function homeIn(owners: ReadonlyMap<string, number>, index: number): string | null {
  const own = [...owners].flatMap(([path, owner]) => (owner === index ? [path] : []));
  const others = [...owners].flatMap(([path, owner]) => (owner === index ? [] : [path]));
  const [first] = own;
  if (first === undefined || others.length === 0) return null;
  const top = ancestorsOf(first).find((folder) => !others.some((path) => isIn(path, folder)));
  return top !== undefined && own.every((path) => isIn(path, top)) ? top : null;
}

/** Files that were made by many calls at once stand there without a touch. */
function madeBefore(
  { calls, trace }: PictureRun,
  owners: ReadonlyMap<string, number>,
): PictureRun['disk'] {
  const many = new Set(
    calls.flatMap(({ number, attempt }) =>
      attempt.request.name === 'eachAndTree' ? [number] : [],
    ),
  );
  const made = trace.flatMap((event) =>
    event.kind === 'file' && many.has(event.call ?? -1) && owners.has(event.at) ? [event.at] : [],
  );
  return Object.fromEntries(made.map((path) => [path, { text: '' }]));
}

/**
 * Where a tenant has no directory of its own, only what is another's lies outside; and nothing does
 * where nothing was made, as after a restart: whose a file is, nobody can tell then.
 */
function judged(
  entry: DirectoryPicture['entries'][number],
  { calls }: DirectoryPicture,
  homes: ReadonlyMap<number, string | null>,
  hasOwners: boolean,
): DirectoryPicture['entries'][number] {
  const touches = entry.touches.map((touch) => {
    const tenant = touch.call === null ? null : (calls[touch.call]?.tenant ?? null);
    const isHomeless = tenant !== null && (homes.get(tenant) ?? null) === null;
    const own = entry.owner === tenant;
    return isHomeless ? { ...touch, outside: touch.outside && !own && hasOwners } : touch;
  });
  return { ...entry, touches };
}

const isList = (value: Plain | undefined): value is readonly Plain[] => Array.isArray(value);
