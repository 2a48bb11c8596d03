import { held, type AppCheck, type World } from '#checks';
import { asStranger, callByRef, callOf, TOOLS_BY_REF } from './calls.ts';
import { firstCrossing, type Try } from './crossing.ts';
import { nameOf, parentOf } from './paths.ts';
import { onSite, type Site } from './site.ts';

interface Stranger {
  readonly kind: 'path' | 'dots' | 'alike';
  readonly id: string;
}

/** Names that somebody may type at sign-up, and that are no tenant’s of this world. */
function strangers({ tenants }: World, site: Site): Stranger[] {
  const [{ id }] = tenants;
  const sibling = tenants[tenants.length - 1]?.id ?? id;
  const folder = nameOf(parentOf(site.directory(tenants[0]) ?? `${site.root}/x`));
  const of = (kind: Stranger['kind'], ids: readonly string[]): Stranger[] =>
    ids.map((one) => ({ kind, id: one }));
  return [
    // Changed into a name, one of these is another’s; as they stand they are names of their own.
    ...of('alike', [
      id.toUpperCase(), ` ${id}`, `${id} `, `${id}.`, `.${id}`, `${id}\0`, `${id}-`, `-${id}`, `${id}\u00ad`,
      ...['_', '.', ' ', '--', '\u2010', ''].map((other) => sibling.replace('-', other)),
      [...id].map((letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0)).join(''),
      '-'.repeat(36), '_', '%2e%2e', '．．', 'tenant', 'x'.repeat(300),
    ]),
    ...of('path', [
      `./${id}`, `${id}/`, `${id}/.`, `/${id}`, `x/../${id}`, `../${folder}/${id}`, `${sibling}/../${id}`,
      `../${site.root}/${id}`, `..\\${folder}\\${id}`, `%2e%2e/${folder}/${id}`, `${site.root}/${id}`,
      sibling.replace('-', '/'),
    ]),
    ...of('dots', ['..', '.', '', '../..', './.']),
  ].filter((one) => tenants.every((tenant) => tenant.id !== one.id)); // prettier-ignore
}

export const hostileTenants: AppCheck = {
  id: 'hostile-tenants',
  kind: 'holds',
  app: true,
  title: 'Each tenant id has a directory that is nobody else’s, whatever the id',
  explanation:
    'The id of a tenant is genuine, and still a text that a customer chose. As a part of a path it may be no name at all; changed into one, it may become another’s. Refuse what is not plainly a name, or encode it so that different ids stay different.',
  run: onSite(async (lab, site) => {
    const tries = (on: Site): Try[] => {
      const [first] = lab.world.tenants;
      const known = on.exports.slice(0, 2);
      return strangers(lab.world, on).flatMap(({ kind, id }) =>
        [
          callOf(first, 'listExports', {}),
          ...known.flatMap((one) => TOOLS_BY_REF.map((tool) => callByRef(first, tool, one.ref))),
        ].map((request) => ({ request: asStranger(id, request), way: `tenant-${kind}` })),
      );
    };
    const finding = await firstCrossing(lab, site, tries);
    const ids = strangers(lab.world, site).length;
    return (
      finding ??
      held(
        `Sessions of ${ids} odd tenant ids touched 0 files of the ${lab.world.tenants.length} tenants.`,
      )
    );
  }),
};
