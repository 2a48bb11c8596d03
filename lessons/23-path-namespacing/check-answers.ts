import {
  broken,
  held,
  sameAnswer,
  type AppCheck,
  type AppLab,
  type CallAttempt,
  type Finding,
} from '#checks';
import type { Plain, Tenant } from '#contract';
import { callByRef, callOf, exportOf, TOOLS_BY_REF } from './calls.ts';
import { attackerIn, plant } from './check-links.ts';
import { crossing, namedFor } from './crossing.ts';
import { parentOf, relative, stemOf } from './paths.ts';
import { makeExports, onSite, type Export, type Site } from './site.ts';
import { cameTo, short } from './words.ts';

/** Two references, or two paths, of which one leads to a file of the victim and one to none. */
interface Pair {
  readonly there: Plain;
  readonly gone: Plain;
}

function pairsOf(own: Export, there: Export, gone: Export): Pair[] {
  const ways = [
    (one: Export): string => relative(parentOf(own.file), one.file),
    (one: Export): string => one.file,
  ];
  return [
    { there: there.ref, gone: gone.ref },
    ...ways.flatMap((way) => [
      { there: way(there), gone: way(gone) },
      { there: stemOf(way(there)), gone: stemOf(way(gone)) },
    ]),
  ];
}

export const sameAnswers: AppCheck = {
  id: 'same-answer',
  kind: 'holds',
  app: true,
  title: 'What another tenant has and what it has no more get the same answer',
  explanation:
    'Two kinds of refusal tell which exports of others exist: a name that was guessed is confirmed. Both have to end in the same value, or in an error with the same name, message, code and fields.',
  run: onSite(async (lab, site) => {
    const { own, target } = attackerIn(lab, site);
    const [, gone] = site.of(target.owner);
    if (!gone) throw new Error('A tenant without a second export');
    await lab.call(callByRef(target.owner, 'deleteExport', gone.ref));
    let pairs = 0;
    for (const tool of TOOLS_BY_REF) {
      for (const pair of pairsOf(own, target, gone)) {
        const one = await lab.call(callByRef(own.owner, tool, pair.there));
        const other = await lab.call(callByRef(own.owner, tool, pair.gone));
        pairs++;
        if (alike(one, other)) continue;
        return different(lab, site, own.owner, target.owner, one, other);
      }
    }
    return (
      (await byLink(lab)) ??
      held(`${pairs} pairs of a file of another tenant and of none were answered alike.`)
    );
  }),
};

/** The same through links: to a file that is there, and to one that is not. */
async function byLink(lab: AppLab): Promise<Finding | null> {
  await lab.fresh();
  const site = await makeExports(lab);
  if ('held' in site) return site;
  const { own, target } = attackerIn(lab, site);
  const [first, second] = site.of(own.owner);
  if (!first || !second) return null;
  const who = own.owner;
  await plant(lab, { link: first.file, target: target.file }, who);
  await plant(lab, { link: second.file, target: `${target.file}.none` }, who);
  for (const tool of TOOLS_BY_REF) {
    const one = await lab.call(callByRef(own.owner, tool, first.ref));
    const other = await lab.call(callByRef(own.owner, tool, second.ref));
    if (!alike(one, other)) return different(lab, site, own.owner, target.owner, one, other);
  }
  return null;
}

function different(
  lab: AppLab,
  site: Site,
  actor: Tenant,
  victim: Tenant,
  one: CallAttempt,
  other: CallAttempt,
): Finding {
  const message = `${actor.name} can tell 1 export that ${victim.name} has from one that it has no more: ${one.request.name} ${cameTo(one)}, and then ${cameTo(other)}.`;
  const way = crossing(lab, site, actor, one) === null ? 'two-answers' : 'looked-outside';
  return broken(message, namedFor(site, actor, way), [
    { ...one.step, note: `This one ${victim.name} has.` },
    { ...other.step, note: 'This one is nobody’s.' },
  ]);
}

/** Numbers of requests and times differ by themselves. */
const PASSING = /[0-9a-f]{8}-[0-9a-f-]{27}|\d{4}-\d\d-\d\dT[\d:.]+Z?|[0-9a-f]{12,}|\d{6,}/gi;

function alike(one: CallAttempt, other: CallAttempt): boolean {
  if (sameAnswer(one, other)) return true;
  const settled = ({ step, outcome }: CallAttempt): string =>
    JSON.stringify([
      outcome.kind,
      step.outcome.kind === 'returned' ? step.outcome.value : null,
      outcome.kind === 'threw'
        ? [outcome.error.name, outcome.error.message, outcome.error.code]
        : null,
    ]).replace(PASSING, '#');
  return settled(one) === settled(other);
}

export const opaqueReferences: AppCheck = {
  id: 'opaque-reference',
  kind: 'holds',
  app: true,
  title: 'No answer says where on the server a file lies',
  explanation:
    'A path in an answer is a map for the next attempt, and whoever is handed one will send one back. References say nothing; errors of the file system carry the path in their message and in error.path, so they stay on the server.',
  run: onSite(async (lab, site) => {
    const { own, target } = attackerIn(lab, site);
    let answers = 0;
    for (const { owner, report, name, made } of site.exports) {
      answers++;
      if (toldIn(site, owner, JSON.stringify(made.value ?? null)) === undefined) continue;
      const finding = told(site, owner, await lab.call(exportOf(report, name)), 'path-shown');
      if (finding) return finding;
    }
    await lab.call(callByRef(own.owner, 'deleteExport', own.ref));
    const refs = [own.ref, target.ref, 'none', '../none', '.', 'x'.repeat(300), 'a\0b', null];
    const requests = [
      callOf(own.owner, 'listExports', {}),
      ...refs.flatMap((ref) => TOOLS_BY_REF.map((tool) => callByRef(own.owner, tool, ref))),
    ];
    for (const request of requests) {
      answers++;
      const finding = told(site, own.owner, await lab.call(request), 'path-shown');
      if (finding) return finding;
    }
    return held(`${answers} answers named 0 paths of the server.`);
  }),
};

function told(site: Site, owner: Tenant, attempt: CallAttempt, way: string): Finding | null {
  const { outcome } = attempt;
  const text =
    outcome.kind === 'returned'
      ? JSON.stringify(outcome.value)
      : outcome.kind === 'threw'
        ? JSON.stringify([outcome.error.message, withoutStack(outcome.error.value)])
        : '';
  const path = toldIn(site, owner, text);
  if (path === undefined) return null;
  const message = `${owner.name} was told 1 path of the server, ${path}, by ${short(attempt.request.show)}: it ${cameTo(attempt)}.`;
  const named = outcome.kind === 'threw' ? 'path-in-error' : way;
  return broken(message, named, [{ ...attempt.step, note: message }]);
}

/** The root of all exports, or the directory of a tenant, in a text. */
function toldIn(site: Site, owner: Tenant, text: string): string | undefined {
  const directory = site.directory(owner) ?? site.root;
  return [site.root, directory, `${relative(site.root, directory)}/`].find(
    (path) => path.length > 1 && text.includes(path),
  );
}

/** Stacks stay on the server. */
const withoutStack = (value: Plain): Plain =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'stack'))
    : value;
