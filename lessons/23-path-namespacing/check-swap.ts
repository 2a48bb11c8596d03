import { held, type AppCheck } from '#checks';
import { asData, filesIn } from './batch.ts';
import { callByRef, callOf, exportOf, onServer, refIn, shows, valueOf } from './calls.ts';
import { attackerIn } from './check-links.ts';
import { crossed } from './crossing.ts';
import { onSite, treeOf, writtenBy } from './site.ts';

/** Replies of the file system after which the link is put there, at most. */
const STEPS = 10;

/**
 * Between a look at a file and its opening the customer has time to put a link there. With
 * synchronous calls this page cannot show it, since nothing else runs in between here.
 */
export const swappedMeanwhile: AppCheck = {
  id: 'swapped-meanwhile',
  kind: 'holds',
  app: true,
  title: 'A file that becomes a link while a call runs is not read through either',
  explanation:
    'lstat and realpath say what was there when they looked. Between that and the opening a customer who tries often enough swaps the file for a link. Let the opening itself refuse: O_NOFOLLOW.',
  run: onSite(async (lab, site) => {
    const { own, target } = attackerIn(lab, site);
    let moments = 0;
    for (const tool of ['readExport', 'listExports', 'deleteExport'] as const) {
      for (let after = 0; after <= STEPS; after++) {
        // A new export for each moment, since the link takes the place of its file.
        const made = await lab.call(exportOf(own.report, `${own.name}, ${after}`));
        const ref = refIn(valueOf(made)) ?? null;
        const [link = own.file] = writtenBy(filesIn(made), await treeOf(lab));
        const request =
          tool === 'listExports' ? callOf(own.owner, tool, {}) : callByRef(own.owner, tool, ref);
        const attempt = await lab.call({
          ...request,
          module: 'driver.ts',
          name: 'plantDuring',
          args: [asData(request), { link, target: target.file, after }],
          show: `${request.show}\n// and after ${after} of its steps, over SFTP:\n// symlink ${target.file} ${link}`,
        });
        moments++;
        const finding = crossed(lab, site, own.owner, attempt, 'check-then-open');
        if (finding) return finding;
        await lab.call(onServer('clear', [link], `sftp> rm ${link}`));
        // It had read the file by then: more steps change nothing.
        if (tool === 'readExport' && shows(attempt, own.report)) break;
      }
    }
    return held(`A link appeared in ${moments} moments of calls, and was followed in 0.`);
  }),
};
