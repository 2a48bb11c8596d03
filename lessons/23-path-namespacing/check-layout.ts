import { broken, held, type AppCheck } from '#checks';
import type { TranscriptStep } from '#contract';
import { nameOf } from './paths.ts';
import { exportCount, onSite } from './site.ts';
import { inWords, touchesOf } from './touches.ts';

export const ownDirectory: AppCheck = {
  id: 'directory-per-tenant',
  kind: 'holds',
  app: true,
  title: 'All files of a tenant lie in one directory, and in it no file of another',
  explanation:
    'A directory for each tenant is what everything else can be compared with: the path of a call, the account of an SFTP user, the backup of one customer, the deletion of another. Where files of all tenants lie in one directory, each statement about whose they are is made by a name.',
  run: onSite(async (lab, site) => {
    for (const { owner, made, file } of site.exports) {
      if (site.directory(owner) !== null) continue;
      const owners = site.owners.get(file) ?? [];
      const other = lab.world.tenants.find(
        ({ index }) => index !== owner.index && owners.includes(index),
      );
      const message = other
        ? `1 file, ${file}, holds an export of ${owner.name} and one of ${other.name}: the second was written over the first.`
        : `${owner.name}’s ${exportCount(site.of(owner).length)} lie in no directory of their own: ${file} lies among those of others.`;
      const way = other ? 'one-file' : nameOf(file).includes(owner.id) ? 'name-prefix' : 'flat';
      // The exports are made again, one by one: the transcript has the two that met.
      await lab.fresh();
      const steps: TranscriptStep[] = [];
      for (const one of site.exports) {
        const attempt = await lab.call(one.made.request);
        if (one.file === file || one.made === made) steps.push(attempt.step);
      }
      return broken(message, way, steps.slice(0, 4));
    }
    for (const { owner, made } of site.exports) {
      const [touch] = touchesOf(lab, site, owner, made.events);
      if (!touch) continue;
      const { step } = await lab.call(made.request);
      const message = `${owner.name} made 1 export, and on the way there createExport ${inWords(touch)}, outside of its directory.`;
      return broken(message, 'written-elsewhere', [{ ...step, note: message }]);
    }
    return held(
      `${exportCount(site.exports.length)} lie in ${site.directories.size} directories, one for each tenant.`,
    );
  }),
};
