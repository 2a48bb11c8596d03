import { held, type AppCheck, type AppLab } from '#checks';
import type { Tenant } from '#contract';
import { callByRef, callOf, exportOf, TOOLS_BY_REF } from './calls.ts';
import { crossed, firstCrossing, type Try } from './crossing.ts';
import { hostilePaths } from './hostile.ts';
import { tamperedReferences } from './references.ts';
import { makeExports, onSite, type Export, type Site } from './site.ts';

/** Every pair of an own export and one of another tenant, one each. */
function pairsOf(lab: AppLab, site: Site): (readonly [own: Export, target: Export])[] {
  const { tenants } = lab.world;
  return tenants.flatMap((actor) =>
    tenants
      .filter((other) => other !== actor)
      .flatMap((other) => {
        const [[own], [target]] = [site.of(actor), site.of(other)];
        return own && target ? [[own, target] as const] : [];
      }),
  );
}

export const foreignReferences: AppCheck = {
  id: 'foreign-reference',
  kind: 'holds',
  app: true,
  title: 'Another tenant’s reference opens and deletes nothing',
  explanation:
    'References are copied into tickets, logs and prompts. Whoever sends one says which export; whose it is, the session says. The path has to begin with the directory of the session’s tenant, whatever the reference says.',
  run: onSite(async (lab, site) => {
    const tries = (on: Site): Try[] =>
      TOOLS_BY_REF.flatMap((tool) =>
        pairsOf(lab, on).map(([own, target]) => ({
          request: callByRef(own.owner, tool, target.ref),
          way: 'reference-trusted',
        })),
      );
    const plain = await firstCrossing(lab, site, tries);
    if (plain) return plain;
    // Once more, after their owners have read them: what was remembered is not asked for again.
    const known = (on: Site): Try[] => [
      ...on.exports.map((one) => ({
        request: callByRef(one.owner, 'readExport', one.ref),
        way: 'remembered',
      })),
      ...tries(on).map(({ request }) => ({ request, way: 'remembered' })),
    ];
    await lab.fresh();
    const again = await makeExports(lab);
    if ('held' in again) return again;
    const calls = tries(site).length * 2;
    return (
      (await firstCrossing(lab, again, known)) ??
      held(`${calls} calls with references of other tenants touched 0 files of theirs.`)
    );
  }),
};

/** What lists, or reads while it lists, stays at home as well. */
export const listAtHome: AppCheck = {
  id: 'list-at-home',
  kind: 'holds',
  app: true,
  title: 'Making a list reads nothing outside the tenant’s directory',
  explanation:
    'A list that reads everybody’s files and shows the caller’s is right until a file says something else than it should. List the directory of the session’s tenant.',
  run: onSite(async (lab, site) => {
    for (const actor of lab.world.tenants) {
      const attempt = await lab.call(callOf(actor, 'listExports', {}));
      const finding = crossed(lab, site, actor, attempt, 'all-listed');
      if (finding) return finding;
    }
    return held(`${lab.world.tenants.length} lists were made from the tenants’ own directories.`);
  }),
};

/** Plain paths from an export of one tenant to one of another. */
const plainTries = (own: Export, target: Export, on: Site): Try[] =>
  TOOLS_BY_REF.flatMap((tool) =>
    hostilePaths(on, own, target)
      .filter(({ kind }) => kind === 'plain')
      .map(({ value }) => ({ request: callByRef(own.owner, tool, value), way: 'plain' })),
  );

export const siblingDirectory: AppCheck = {
  id: 'sibling-directory',
  kind: 'holds',
  app: true,
  title: 'acme does not reach acme-eu',
  explanation:
    '/srv/exports/acme-eu/1.json begins with /srv/exports/acme. Compare with the directory and a separator after it, or ask path.relative.',
  run: onSite(async (lab, site) => {
    const [first, second] = lab.world.tenants;
    const sibling = lab.world.tenants[lab.world.tenants.length - 1] ?? second;
    const between = (to: Tenant) => (on: Site) => {
      const [[own], [target]] = [on.of(first), on.of(to)];
      return own && target ? plainTries(own, target, on) : [];
    };
    const finding = await firstCrossing(lab, site, between(sibling));
    if (!finding) {
      const calls = between(sibling)(site).length;
      return held(
        `${calls} paths from ${first.name}’s directory to ${sibling.name}’s touched 0 files there.`,
      );
    }
    if (finding.held) return finding;
    // What reaches everybody is another matter.
    await lab.fresh();
    const again = await makeExports(lab);
    const beyond = 'held' in again || (await firstCrossing(lab, again, between(second))) !== null;
    return { ...finding, way: beyond ? finding.way : 'no-separator' };
  }),
};

/** The first tenant is the sibling's; the second is not, and then its files are those aimed at. */
export function aims(lab: AppLab, site: Site): { readonly own: Export; readonly target: Export } {
  const [first, second] = lab.world.tenants;
  const [[own], [target]] = [site.of(second), site.of(first)];
  if (!own || !target) throw new Error('A tenant without an export');
  return { own, target };
}

export const hostileReferences: AppCheck = {
  id: 'hostile-references',
  kind: 'holds',
  app: true,
  title: 'No text that is sent as a reference leads out of the tenant’s directory',
  explanation:
    'A reference comes from an agent, and so from whatever the agent read last. It may be a path, in any spelling, a list, or one of your own references with a part replaced. Look it up, or check the path that comes out: resolved, decoded, and as the one text that is opened.',
  run: onSite(async (lab, site) => {
    const tries = (on: Site): Try[] => {
      const { own, target } = aims(lab, on);
      const hostile = [...hostilePaths(on, own, target), ...tamperedReferences(own, target)];
      return TOOLS_BY_REF.flatMap((tool) =>
        hostile.map(({ kind, value }) => ({
          request: callByRef(own.owner, tool, value),
          way: kind,
        })),
      );
    };
    const { own } = aims(lab, site);
    return (
      (await firstCrossing(lab, site, tries)) ??
      held(
        `${tries(site).length} calls of ${own.owner.name} with hostile references touched 0 paths outside its directory.`,
      )
    );
  }),
};

export const hostileNames: AppCheck = {
  id: 'hostile-names',
  kind: 'holds',
  app: true,
  title: 'No name that an export is given leads out of the tenant’s directory',
  explanation:
    'What an export is called is text for people. As a file name it is a path, and the agent chooses it. Put it into the file, and let the server make the file’s name.',
  run: onSite(async (lab, site) => {
    const tries = (on: Site): Try[] => {
      const { own, target } = aims(lab, on);
      return hostilePaths(on, own, target).map(({ value }) => ({
        request: exportOf(own.report, value),
        way: 'name-as-path',
      }));
    };
    const { own } = aims(lab, site);
    return (
      (await firstCrossing(lab, site, tries)) ??
      held(
        `${tries(site).length} exports under hostile names touched 0 paths outside ${own.owner.name}’s directory.`,
      )
    );
  }),
};
