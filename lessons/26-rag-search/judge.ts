import { count, shareOf, type AppLab, type CallAttempt } from '#checks';
import type { Plain, Tenant } from '#contract';
import type { Call } from './calls.ts';
import { nearest } from './space.ts';

/** A call, and what came of it. */
export interface Tried {
  readonly call: Call;
  readonly attempt: CallAttempt;
}

/** What a search answers, as far as it has the shape that knowledge.ts states. */
export interface Answer {
  readonly matches: readonly {
    readonly rank: Plain;
    readonly id: number;
    readonly score: Plain;
    readonly body: Plain;
  }[];
  readonly searched: number;
}

/** Makes a call. One that never answers ends its start: the next one finds a fresh one. */
export async function tryCall(lab: AppLab, call: Call): Promise<Tried> {
  const attempt = await lab.call(call);
  if (attempt.outcome.kind === 'unsettled') await lab.fresh();
  return { call, attempt };
}

/** "Globex", "A visitor without a tenant". */
export const whoCalls = ({ as }: Call): string => as?.name ?? 'A visitor without a tenant';

type Fields = Readonly<Record<string, Plain>>;
const isList = (value: Plain | undefined): value is readonly Plain[] => Array.isArray(value);
const isFields = (value: Plain | undefined): value is Fields =>
  value !== null && typeof value === 'object' && !isList(value);

/** Null where it is no answer to a search. */
export function readAnswer({ outcome }: CallAttempt): Answer | null {
  if (outcome.kind !== 'returned' || !isFields(outcome.value)) return null;
  const { matches, searched } = outcome.value;
  if (!isList(matches) || typeof searched !== 'number') return null;
  const read = matches.filter(isFields).map(({ rank, id, score, body }) => ({
    rank: rank ?? null,
    id: typeof id === 'number' ? id : Number.NaN,
    score: score ?? null,
    body: body ?? null,
  }));
  return read.length === matches.length ? { matches: read, searched } : null;
}

/** What reached anybody but its owner, as a sentence; null where nothing did. */
export function leakOf(lab: AppLab, { call, attempt }: Tried): string | null {
  const who = whoCalls(call);
  const [change] = call.as === null ? attempt.changes : attempt.foreignChanges;
  if (change) return `${who} ${change.kind} 1 row of ${change.table} with ${call.show}.`;
  const [first] = attempt.foreign;
  if (first) {
    const victim = tenantAt(lab, first.owner);
    const theirs = attempt.foreign.filter(
      ({ table, owner }) => table === first.table && owner === first.owner,
    ).length;
    if (first.table === 'tenant') return `${who} was told 1 tenant’s id with ${call.show}.`;
    const of = (lab.world.rows[first.table] ?? []).filter((row) => row.tenant_id === victim?.id);
    const noun = first.table.slice(0, -1);
    return `${who} read ${shareOf(theirs, victim?.name ?? 'another', of.length, noun)} with ${call.show}.`;
  }
  const searched = call.as === null ? (readAnswer(attempt)?.searched ?? 0) : 0;
  return searched > 0
    ? `${who} was told of ${count(searched, 'chunk')} where there are 0, with ${call.show}.`
    : null;
}

const tenantAt = (lab: AppLab, index: number | null): Tenant | undefined =>
  lab.world.tenants.find((tenant) => tenant.index === index);

/**
 * What is wrong with an answer to its own caller, as the rest of a sentence; null where it is
 * right. An answer with rows of others is for another check, and how near the rows are for
 * {@link distanceFault}.
 */
export function faultOf({ call, attempt }: Tried): string | null {
  const { outcome } = attempt;
  if (outcome.kind === 'unsettled') {
    return `never answered: ${outcome.message.replace(`${call.show} never answers: `, '')}`;
  }
  if (attempt.foreign.length > 0) return null;
  if (outcome.kind === 'threw') {
    const { code, message } = outcome.error;
    return `ended in ${code ?? 'an error'}, “${message}”.`;
  }
  return call.cites
    ? citationFault(call.cites, call.asked ?? [], outcome.value)
    : searchFault(call, attempt);
}

function citationFault(
  cites: readonly number[],
  asked: readonly number[],
  value: Plain,
): string | null {
  const rows = isList(value) ? value.filter(isFields) : [];
  const cited = cites.filter((id) =>
    rows.some((row) => row.id === id && typeof row.title === 'string' && row.title !== ''),
  );
  if (cited.length < cites.length) {
    return `cited ${cited.length} of ${count(cites.length, 'own source')}.`;
  }
  const beside = rows.filter(({ id }) => typeof id === 'number' && !asked.includes(id)).length;
  return beside > 0 ? `cited ${count(beside, 'source')} that nobody asked for.` : null;
}

/** How far from the best an answer may be: the index is approximate, and is not what is graded. */
const within = (k: number): number => 2 * k + 5;
/** Vectors are stored with four digits. */
const CLOSE = 0.002;

function searchFault({ search }: Call, attempt: CallAttempt): string | null {
  const answer = readAnswer(attempt);
  if (!answer) return 'did not answer { matches, searched }.';
  if (!search) return null;
  const { k, scope, exact, owned } = search;
  const wanted = Math.min(k, scope.length);
  const { matches } = answer;
  const own = new Map(scope.map((chunk) => [chunk.id, chunk]));
  const shown = new Set(matches.filter(({ id }) => own.has(id)).map(({ id }) => id));
  if (shown.size < wanted) {
    // None is none in any graph; how many a graph finds differs with it.
    const some = exact || shown.size === 0 ? `${shown.size} of` : 'fewer than';
    return `showed ${some} the ${count(wanted, 'own chunk')} it asked for.`;
  }
  if (matches.length > wanted) return `showed ${count(matches.length, 'chunk')} for k = ${k}.`;
  if (matches.some(({ id, body }) => body !== own.get(id)?.body)) {
    return 'showed at least 1 chunk without its whole text.';
  }
  // More than its own is a leak, and for another check.
  const others = scope.length < answer.searched && answer.searched <= owned;
  return answer.searched < scope.length || others
    ? `said that ${count(answer.searched, 'chunk')} were searched, where ${scope.length} of its own were to be.`
    : null;
}

/** What is wrong with the nearness of an answer's rows, where it is right otherwise. */
export function distanceFault({ call: { search }, attempt }: Tried): string | null {
  const answer = readAnswer(attempt);
  if (!answer || !search?.familiar || attempt.foreign.length > 0) return null;
  const { question, k, scope } = search;
  const { matches } = answer;
  const ranked = nearest(question, scope);
  const similarity = new Map(ranked.map((one) => [one.chunk.id, one.similarity]));
  const at = (position: number): number => ranked[position]?.similarity ?? -1;
  const first = matches[0] ? (similarity.get(matches[0].id) ?? -1) : -1;
  if (first < at(0) - CLOSE) return 'did not begin with the 1 nearest of its own chunks.';
  const least = at(Math.min(within(k), ranked.length) - 1);
  const far = matches.filter(({ id }) => (similarity.get(id) ?? -1) < least - CLOSE);
  return far.length > 0
    ? `showed ${count(far.length, 'chunk')} that ${far.length === 1 ? 'is' : 'are'} not among the ${within(k)} nearest of its own.`
    : null;
}
