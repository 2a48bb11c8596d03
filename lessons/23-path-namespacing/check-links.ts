import {
  held,
  type AppCheck,
  type AppLab,
  type CallAttempt,
  type CallRequest,
  type Finding,
} from '#checks';
import type { Tenant } from '#contract';
import { filesIn } from './batch.ts';
import { callByRef, callOf, exportOf, onServer } from './calls.ts';
import { crossed } from './crossing.ts';
import { ancestorsOf, commonFolder, isIn, parentOf, relative } from './paths.ts';
import { makeExports, onSite, treeOf, writtenBy, type Export, type Site } from './site.ts';

/** A link that a customer puts in its own directory, and what it leads to. */
export interface Planted {
  readonly link: string;
  readonly target: string;
}

export const plant = (lab: AppLab, { link, target }: Planted, by: Tenant): Promise<CallAttempt> =>
  lab.call({
    ...onServer('plant', [link, target], `sftp> rm ${link}\nsftp> symlink ${target} ${link}`),
    as: by,
    note: `${by.name} does this over SFTP, in its own directory.`,
  });

/**
 * Where a customer may put links to reach another's file by its own reference: in the place of its
 * file, and of each folder between that and the deepest that all of its files share.
 */
function plantable(site: Site, own: Export, target: Export, isRelative: boolean): Planted[] {
  const home = commonFolder(site.of(own.owner).map(({ file }) => file));
  const folders = ancestorsOf(own.file).filter((folder) => isIn(folder, home) && folder !== home);
  return [
    {
      link: own.file,
      target: isRelative ? relative(parentOf(own.file), target.file) : target.file,
    },
    ...folders.map((link) => ({ link, target: parentOf(target.file) })),
  ];
}

/**
 * Links planted in the place of two exports of one tenant, with an absolute path and a relative one,
 * and in the place of folders; and after each a call of their owner.
 */
const afterPlanting = (way: string, call: (own: Export) => CallRequest): AppCheck['run'] =>
  onSite(async (lab, site) => {
    const { own, target } = attackerIn(lab, site);
    let calls = 0;
    for (const each of site.of(own.owner)) {
      for (const planted of plantable(site, each, target, calls % 2 === 1)) {
        const before = await plant(lab, planted, own.owner);
        const attempt = await lab.call(call(each));
        calls++;
        const finding = crossed(lab, site, own.owner, attempt, way, [before.step]);
        if (finding) return finding;
      }
    }
    return held(
      `${calls} links from ${own.owner.name}’s directory into ${target.owner.name}’s were not followed.`,
    );
  });

export function attackerIn(
  lab: AppLab,
  site: Site,
): { readonly own: Export; readonly target: Export } {
  const [victim, attacker] = lab.world.tenants;
  const [[target], [own]] = [site.of(victim), site.of(attacker)];
  if (!own || !target) throw new Error('A tenant without an export');
  return { own, target };
}

const WHY =
  'Customers reach their directory over SFTP, and SFTP has a command that makes links. The path of such a link lies in the directory, and what it leads to does not.';

export const linkRead: AppCheck = {
  id: 'link-read',
  kind: 'holds',
  app: true,
  title: 'A link in a tenant’s directory is not read through',
  explanation: `${WHY} Open the file with O_NOFOLLOW; where there are folders in between, compare their realpath as well.`,
  run: afterPlanting('link-followed', ({ owner, ref }) => callByRef(owner, 'readExport', ref)),
};

export const linkListed: AppCheck = {
  id: 'link-listed',
  kind: 'holds',
  app: true,
  title: 'A link in a tenant’s directory is not read through by the list',
  explanation: `${WHY} The list opens files as well: let it go the same way as reading.`,
  run: afterPlanting('list-follows', ({ owner }) => callOf(owner, 'listExports', {})),
};

export const linkDeleted: AppCheck = {
  id: 'link-deleted',
  kind: 'holds',
  app: true,
  title: 'Deleting what is a link deletes nothing of another tenant’s',
  explanation: `${WHY} unlink removes the link itself; unlink of its realpath removes the other tenant’s file.`,
  run: afterPlanting('target-deleted', ({ owner, ref }) => callByRef(owner, 'deleteExport', ref)),
};

export const linkWritten: AppCheck = {
  id: 'link-written',
  kind: 'holds',
  app: true,
  title: 'A new export is not written through a link that waits under its name',
  explanation:
    'Whoever can tell the name of the next file puts a link there first, and writeFile follows it. Make names that nobody can tell, and open with wx: it makes a file, or fails. A folder on the way may be a link as well: compare its realpath, or have no such folders.',
  run: onSite(async (lab, first) => {
    const { own } = attackerIn(lab, first);
    const next = await lab.call(exportOf(own.report, own.name));
    const names = writtenBy(filesIn(next), await treeOf(lab));
    await lab.fresh();
    // The same again, with links where the file came to lie the first time.
    const site = await makeExports(lab);
    if ('held' in site) return site;
    const { target } = attackerIn(lab, site);
    const before = [];
    for (const link of names.filter((name) => !site.owners.has(name))) {
      const planted = await plant(lab, { link, target: target.file }, own.owner);
      before.push(planted.step);
    }
    const attempt = await lab.call(exportOf(own.report, own.name));
    const finding =
      crossed(lab, site, own.owner, attempt, 'written-through', before) ?? (await intoFolders(lab));
    return (
      finding ??
      held(`${before.length} links under names that were seen before were not written through.`)
    );
  }),
};

/** The same with a link in the place of a folder that an export of the same report was written to. */
async function intoFolders(lab: AppLab): Promise<Finding | null> {
  await lab.fresh();
  const site = await makeExports(lab);
  if ('held' in site) return site;
  const { own, target } = attackerIn(lab, site);
  for (const planted of plantable(site, own, target, false).slice(1)) {
    const before = await plant(lab, planted, own.owner);
    const attempt = await lab.call(exportOf(own.report, own.name));
    const finding = crossed(lab, site, own.owner, attempt, 'folder-written-through', [before.step]);
    if (finding) return finding;
  }
  return null;
}
