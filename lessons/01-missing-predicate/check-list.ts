import { broken, held, type AppCheck, type AppLab, type CallAttempt, type Finding } from '#checks';
import type { Plain, Tenant } from '#contract';
import { callOf, documents, documentsOf, type Seeded } from './calls.ts';
import { matching, readPage, wordsOf } from './lists.ts';
import { cameTo, crossed, documentCount, partOf, victimOf } from './words.ts';

/** More than any tenant of a world has. */
const ALL = 50;

const list = (lab: AppLab, as: Tenant, args: Plain): Promise<CallAttempt> =>
  lab.call(callOf(as, 'listDocuments', args));

const steps = (attempt: CallAttempt, note: string): [CallAttempt['step']] => [
  { ...attempt.step, note },
];

export const listIsolated: AppCheck = {
  id: 'list-isolated',
  kind: 'holds',
  app: true,
  title: 'No list shows, finds or counts another tenant’s documents',
  explanation:
    'A list is two statements, the page and the total, and a search adds a condition to both. Each has to name the tenant, in a way that holds whatever else the WHERE says.',
  async run(lab): Promise<Finding> {
    const { world } = lab;
    let lists = 0;
    for (const actor of world.tenants) {
      const own = documentsOf(world, actor);
      for (const search of [undefined, ...searchesOf(documents(world), actor)]) {
        const attempt = await list(lab, actor, { ...(search ? { search } : {}), limit: ALL });
        lists++;
        const finding = judge(lab, actor, search, matching(own, search ?? ''), attempt);
        if (finding) return finding;
      }
    }
    return held(`${lists} lists and searches showed and counted 0 documents of others.`);
  },
};

/** What somebody may look for who wants to see others' documents: their words, and what is in all. */
function searchesOf(all: readonly Seeded[], actor: Tenant): readonly string[] {
  const foreign = all.filter(({ owner }) => owner !== actor);
  const found = foreign.flatMap(({ title, body }) => [title, body.slice(body.indexOf('secret-'))]);
  return [...new Set(['e', ...foreign.slice(0, 2).flatMap(wordsOf), ...found.slice(0, 4)])];
}

function judge(
  { world }: AppLab,
  actor: Tenant,
  search: string | undefined,
  own: readonly Seeded[],
  attempt: CallAttempt,
): Finding | null {
  const asked = search === undefined ? 'without a search' : `for '${search}'`;
  const victim = crossed(attempt) ? victimOf(world, attempt) : null;
  if (victim) {
    const n = attempt.foreign.filter(({ owner }) => owner === victim.index).length;
    const message = `${actor.name} was shown ${partOf(n, world, victim)} by listDocuments ${asked}.`;
    return broken(message, search === undefined ? 'list-of-all' : 'or', steps(attempt, message));
  }
  const page = readPage(attempt);
  if (!page || page.total <= own.length) return null;
  const message = `${actor.name} was told of ${documentCount(page.total)} by listDocuments ${asked}, where it has ${own.length} to find; the rest are others’.`;
  return broken(message, 'total', steps(attempt, message));
}

export const ownListed: AppCheck = {
  id: 'own-documents-listed',
  kind: 'works',
  app: true,
  title: 'A tenant lists, pages and searches its own documents, all of them',
  explanation:
    'listDocuments answers with { documents, total }: the tenant’s own documents by id, of which `limit` and `offset` cut a page, and how many there are in all. A search finds a word in the title or in the body, whatever its case.',
  async run(lab): Promise<Finding> {
    let lists = 0;
    for (const actor of lab.world.tenants) {
      const own = documentsOf(lab.world, actor);
      for (const request of requestsOf(own)) {
        const attempt = await list(lab, actor, request.args);
        lists++;
        const finding = expectPage(actor, request, attempt);
        if (finding) return finding;
      }
    }
    return held(`${lists} lists of ${lab.world.tenants.length} tenants held what they should.`);
  },
};

interface ListRequest {
  readonly args: { readonly search?: string; readonly limit?: number; readonly offset?: number };
  /** Which documents the page has to hold, in this order, and of how many. */
  readonly ids: readonly number[];
  readonly total: number;
}

function requestsOf(own: readonly Seeded[]): readonly ListRequest[] {
  const page = (found: readonly Seeded[], args: ListRequest['args']): ListRequest => {
    const from = args.offset ?? 0;
    const ids = found.map(({ id }) => id);
    return { args, ids: ids.slice(from, from + (args.limit ?? ALL)), total: found.length };
  };
  const words = [...new Set(own.flatMap(wordsOf))].slice(0, 3);
  return [
    page(own, { limit: ALL }),
    page(own, {}),
    page(own, { limit: 1 }),
    page(own, { limit: 2, offset: 1 }),
    ...words.map((search) => page(matching(own, search), { search, limit: ALL })),
    ...words
      .slice(0, 1)
      .map((search) => page(matching(own, search), { search: search.toUpperCase(), limit: 1 })),
  ];
}

function expectPage(
  actor: Tenant,
  { args, ids, total }: ListRequest,
  attempt: CallAttempt,
): Finding | null {
  const page = readPage(attempt);
  const { show } = attempt.request;
  const fail = (way: string, message: string): Finding =>
    broken(message, way, steps(attempt, message));
  if (!page) {
    const message = `${actor.name} got no { documents, total } of its ${documentCount(total)} from ${show}: it ${cameTo(attempt)}.`;
    return fail('no-list', message);
  }
  const got = page.ids.filter((id) => ids.includes(id)).length;
  if (got < ids.length) {
    const message = `${actor.name} got ${got} of ${ids.length} own documents on the page of ${show}.`;
    return fail(args.limit === ALL ? 'missing' : 'after-the-limit', message);
  }
  if (page.total !== total) {
    const message = `${actor.name} has ${total} of its own to list, and the total of ${show} is ${page.total}.`;
    if (page.total < total) return fail('total-of-the-page', message);
    return fail(crossed(attempt) ? 'or' : 'total', message);
  }
  if (page.ids.join() === ids.join()) return null;
  const message = `${actor.name} got ${documentCount(page.ids.length)} from ${show}, in another order or more than the ${ids.length} that belong there.`;
  return fail('order', message);
}
