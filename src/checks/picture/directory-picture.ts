import {
  PICTURE_LIMITS,
  type DirectoryEntry,
  type DirectoryPicture,
  type Tenant,
  type TraceEvent,
} from '../../contract/index.ts';
import { callList } from './call-list.ts';
import type { PictureRun } from './picture-run.ts';
import { whoseText } from './whose.ts';

type FileEvent = Extract<TraceEvent, { kind: 'file' }>;

/** Where a lesson's tenants keep their files. */
export interface Homes {
  /** A tenant's own directory, absolute; null where it has none. */
  readonly homeOf: (tenant: Tenant) => string | null;
  /** Files and directories that any call may touch, such as the directory of the homes. */
  readonly shared?: readonly string[];
  /** Whose a path is where neither a home nor who wrote it tells; undefined leaves it to these. */
  readonly ownerOf?: (path: string) => number | null | undefined;
}

/** What takes a path away, and what makes a directory or a link of it. */
const REMOVES: ReadonlySet<string> = new Set(['unlink', 'rm', 'rmdir']);
const MAKES: Readonly<Record<string, DirectoryEntry['type']>> = {
  mkdir: 'directory',
  mkdtemp: 'directory',
  readdir: 'directory',
  opendir: 'directory',
  symlink: 'link',
  readlink: 'link',
};

/**
 * The tree of a run's files: what was there at the start, what calls touched, and what of that lay
 * outside of the caller's own directory, with every link followed. Null where nothing was touched.
 */
export function directoryPicture(run: PictureRun, homes: Homes): DirectoryPicture | null {
  const list = callList(run);
  const { tenants } = run.world;
  const home = (tenant: number | null): string | null => {
    const found = tenants.find(({ index }) => index === tenant);
    const path = found ? homes.homeOf(found) : null;
    return path === null ? null : tidy(path);
  };
  const ownerOf = (path: string, writer: number | null): number | null => {
    const said = homes.ownerOf?.(path);
    if (said !== undefined) return said;
    const whose = tenants.find(({ index }) => {
      const own = home(index);
      return own !== null && isWithin(path, own);
    });
    if (whose) return whose.index;
    // Where several have their files, nobody's is who made it.
    return isShared(path) ? null : writer;
  };
  const isShared = (path: string): boolean =>
    homes.shared?.some((shared) => tidy(shared) === path) === true ||
    tenants.some(({ index }) => isWithin(home(index) ?? '', path));
  const isOutside = (path: string, tenant: number | null): boolean => {
    if (homes.shared?.some((shared) => tidy(shared) === path)) return false;
    const own = home(tenant);
    return own === null || !isWithin(path, own);
  };

  const entries = new Map<string, DirectoryEntry>();
  const entryAt = (path: string, owner: number | null): DirectoryEntry => {
    const entry = entries.get(path) ?? { path, type: 'absent', owner, target: null, touches: [] };
    entries.set(path, entry);
    return entry;
  };
  for (const [given, content] of Object.entries(run.disk)) {
    const path = tidy(given);
    const isLink = 'link' in content;
    const entry = entryAt(path, ownerOf(path, isLink ? null : whoseText(run, content.text)));
    entry.type = isLink ? 'link' : 'file';
    entry.target = isLink ? content.link : null;
  }
  const isSource = renames();
  for (const event of run.trace) {
    if (event.kind !== 'file') continue;
    const caller = list.tenantOf(event.call);
    const path = tidy(event.real ?? event.path);
    const fresh = !entries.has(path);
    const entry = entryAt(path, ownerOf(path, fresh && event.error === null ? caller : null));
    settle(entry, event, isSource(event));
    // While the program loads nobody has a directory of their own.
    const outside = event.call !== null && isOutside(path, caller);
    const { command: how, error } = event;
    if (entry.touches.length < PICTURE_LIMITS.uses) {
      entry.touches.push({ call: list.indexOf(event.call), how, outside, error });
    }
  }
  const all = [...entries.values()];
  const ownHomes = tenants.map(({ index }) => home(index));
  for (const entry of all) {
    const { path, type } = entry;
    const holds = all.some((other) => other.path !== path && isWithin(other.path, path));
    if (type === 'file' && (holds || ownHomes.includes(path))) entry.type = 'directory';
  }
  if (all.every(({ touches }) => touches.length === 0)) return null;
  const shown = byWeight(all).slice(0, PICTURE_LIMITS.entries);
  return {
    kind: 'directory',
    tenants: [...tenants],
    calls: list.calls,
    entries: shown.sort((one, other) => (one.path < other.path ? -1 : 1)),
    more: all.length - shown.length,
  };
}

/** Tells of the two paths that a rename touches the first, from where it takes something away. */
function renames(): (event: FileEvent) => boolean {
  let paths = 0;
  return ({ command }) => command.startsWith('rename') && paths++ % 2 === 0;
}

/** What a path is after an operation on it. */
function settle(
  entry: DirectoryEntry,
  { command, error, real }: FileEvent,
  isSource: boolean,
): void {
  const name = command.replace(/Sync$/, '');
  if (error !== null) return;
  if (REMOVES.has(name) || isSource) entry.type = 'absent';
  else if (MAKES[name]) entry.type = MAKES[name];
  else if (entry.type === 'absent' && real !== null) entry.type = 'file';
}

/** What crossed first, then what was touched, then the rest. */
const byWeight = (entries: readonly DirectoryEntry[]): DirectoryEntry[] => {
  const weight = ({ touches }: DirectoryEntry): number =>
    touches.some(({ outside }) => outside) ? 2 : Math.min(1, touches.length);
  return [...entries].sort((one, other) => weight(other) - weight(one));
};

/** Absolute, without empty parts, `.` and `..`. */
export function tidy(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** Whether a path is a directory or lies in it; both tidy. */
export const isWithin = (path: string, directory: string): boolean =>
  path === directory || path.startsWith(directory === '/' ? '/' : `${directory}/`);
