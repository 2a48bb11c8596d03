import { held, type AppCheck, type AppLab, type Finding } from '#checks';
import type { Plain, Tenant } from '#contract';
import { agency, answersOf, draft, isIn, named, save, type Report } from './calls.ts';
import { importTwice } from './check-imports.ts';
import { failed, readChangeRead } from './check-works.ts';
import { called } from './words.ts';

/** Ends of handles and ids that mean something to a pattern, to a path, to a key or to an encoding. */
const AWKWARD = ['*', '[1]', '?', '\\', ':eu', "'s", '/100% ü&', '^-!'] as const;

export const awkwardHandles: AppCheck = {
  id: 'awkward-names',
  kind: 'works',
  app: true,
  title: 'The cache works for a tenant and a report with an awkward name',
  explanation:
    'Any text can be a handle or an id, and those who chose an odd one pay as well. Their reads, saves and imports have to come to the same keys, also where a key becomes part of a pattern.',
  async run(lab): Promise<Finding> {
    const [tenant] = lab.world.tenants;
    const lives = AWKWARD.map((end) => {
      const actor = named(tenant, tenant.id + end);
      const text = (): Report => draft(lab, actor, `q3${end}`);
      return { actor, imported: text(), importedAnew: text(), saved: text() };
    });
    // Not all in one call: on a slow machine that would take too long for one.
    for (let at = 0; at < lives.length; at += 3) {
      const finding = await livesRightly(lab, tenant, lives.slice(at, at + 3));
      if (finding) return finding;
    }
    return held(`${lives.length} tenants with awkward names read what they imported and saved.`);
  },
};

interface Life {
  readonly actor: Tenant;
  readonly imported: Report;
  readonly importedAnew: Report;
  readonly saved: Report;
}

async function livesRightly(
  lab: AppLab,
  as: Tenant,
  lives: readonly Life[],
): Promise<Finding | null> {
  const lived = await lab.call({
    as,
    module: 'driver.ts',
    name: 'liveThrough',
    args: [
      lives.map(({ actor, imported, importedAnew, saved }) => ({
        session: agency(actor),
        imported: { ...imported },
        importedAnew: { ...importedAnew },
        saved: { ...saved },
      })),
    ],
    show: `${lives.length} tenants import, read and save`,
  });
  const answers = answersOf(lived);
  for (const [at, { actor, imported, importedAnew, saved }] of lives.entries()) {
    const [first, second, third] = (answers[at] ?? []) as readonly Plain[];
    const right = isIn(imported, first) && isIn(importedAnew, second) && isIn(saved, third);
    if (right && !isIn(imported, second) && !isIn(importedAnew, third)) continue;
    await lab.fresh();
    const finding =
      (await importTwice(lab, actor, [saved.id], 'awkward')) ??
      (await readChangeRead(lab, actor, save(actor, saved), saved, 'awkward'));
    if (finding) return finding;
    const message = `${called(actor)} did not read 1 of the 3 texts that it imported and saved.`;
    return failed([lived], message, 'awkward');
  }
  return null;
}
