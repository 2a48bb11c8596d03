import type { AppLab } from '#checks';
import type { Tenant } from '#contract';
import type { FileEvent } from './batch.ts';
import { isIn } from './paths.ts';
import type { Site } from './site.ts';

/** Something that a call did outside the directory of its caller. */
export interface Touch {
  readonly command: string;
  /** What it acted on, links followed. */
  readonly at: string;
  /** As the program named it. */
  readonly path: string;
  /** Whose it is, or whose directory it would be in; null where it is nobody's. */
  readonly victim: Tenant | null;
}

/** These never reach the file system: the path is refused as a value. */
export const UNREACHED = ['ERR_INVALID_ARG_VALUE', 'ERR_INVALID_ARG_TYPE', 'ENAMETOOLONG'];

/** What may be done to the folders above one's own: they are made, and looked at on the way. */
const ON_THE_WAY = ['mkdir', 'stat', 'lstat', 'access', 'exists'];

/**
 * What a call touched outside its caller's directory. `realpath` is no touch: it is how a path is
 * found out, and whether it tells existing files from absent ones, `same-answer` looks at.
 * @param caller null for a session of no tenant of the world
 */
export function touchesOf(
  lab: AppLab,
  site: Site,
  caller: Tenant | null,
  events: readonly FileEvent[],
): Touch[] {
  const own = caller && site.directory(caller);
  return events.flatMap(({ command, path, at, error }) => {
    if (command === 'realpath' || UNREACHED.includes(error ?? '')) return [];
    if (own && isIn(at, own)) return [];
    const isAbove = [...site.owners.keys()].some((file) => isIn(file, at) && file !== at);
    const victim = victimOf(lab, site, caller, at);
    if (!victim && isAbove && ON_THE_WAY.includes(command)) return [];
    // Where the caller has no directory to compare with, only what is known to be another's counts.
    if (!own && !victim && (caller || isWithin(site, at))) return [];
    return [{ command, path, at, victim }];
  });
}

/** Below what holds everybody's exports; not the folder itself, where all tenants' names are read. */
const isWithin = ({ root }: Site, at: string): boolean => at !== root && isIn(at, root);

function victimOf(lab: AppLab, site: Site, caller: Tenant | null, at: string): Tenant | null {
  const others = lab.world.tenants.filter((tenant) => tenant !== caller);
  const owners = site.owners.get(at) ?? [];
  if (caller && owners.includes(caller.index)) return null;
  return (
    others.find(({ index }) => owners.includes(index)) ??
    others.find((tenant) => {
      const directory = site.directory(tenant);
      return directory !== null && isIn(at, directory);
    }) ??
    null
  );
}

/** What a touch did, as the middle of a sentence. */
export const DID: Readonly<Record<string, string>> = {
  access: 'looked for',
  exists: 'looked for',
  lstat: 'looked at',
  stat: 'looked at',
  readlink: 'looked at',
  readdir: 'listed',
  opendir: 'listed',
  mkdir: 'made',
  mkdtemp: 'made',
  open: 'opened',
  readFile: 'read',
  rename: 'moved',
  rm: 'removed',
  rmdir: 'removed',
  unlink: 'removed',
};

/** "read /srv/exports/acme/1.json, which is Acme’s". */
export const inWords = ({ command, at, victim }: Touch): string =>
  `${DID[command] ?? 'wrote to'} ${at}${victim ? `, which is ${victim.name}’s` : ''}`;
