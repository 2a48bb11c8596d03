import type { AppLab, CallRequest, World } from '#checks';
import { LeakproofError, type Plain, type Tenant } from '#contract';
import { chunksOf, isExact, SHARED, type Chunk } from './shelf.ts';

/** A call of one of the three endpoints. */
export interface Call extends CallRequest {
  readonly endpoint: 'similaritySearch' | 'searchInSource' | 'citeSources';
  /** Of a search: what it asks, and the ids of the caller's chunks that it ranges over. */
  readonly search?: {
    readonly question: string;
    readonly k: number;
    readonly scope: readonly Chunk[];
    /** The question is about something that the caller has written of. */
    readonly familiar: boolean;
    /** The world is small enough that the same rows come back each time. */
    readonly exact: boolean;
    /** How many chunks the caller has, in whichever source. */
    readonly owned: number;
  };
  /** Of a citation: the ids among the asked ones that are the caller's. */
  readonly cites?: readonly number[];
  /** Of a citation: what was asked for. */
  readonly asked?: readonly number[];
  /** The same without what an attacker added to it. */
  readonly plain?: Call;
}

/** What is asked, and how. */
export interface Ask {
  readonly question: string;
  readonly k: number;
  readonly familiar?: boolean;
  readonly note?: string;
}

export const ownChunks = (world: World, tenant: Tenant | null): readonly Chunk[] =>
  chunksOf(world).filter(({ owner }) => owner === tenant?.id);

/** A tenant's sources, by their names. */
export const ownSources = (world: World, tenant: Tenant | null): ReadonlyMap<string, number> =>
  new Map(
    (world.rows.sources ?? [])
      .filter((row) => row.tenant_id === tenant?.id)
      .map((row) => [String(row.name), Number(row.id)]),
  );

/** A source name that only this tenant has. */
export function privateSource(world: World, tenant: Tenant): string {
  const shared: readonly string[] = SHARED;
  const name = [...ownSources(world, tenant).keys()].find((one) => !shared.includes(one));
  return name ?? missing(`${tenant.name} has no source of its own`);
}

export function someChunk(world: World, tenant: Tenant): Chunk {
  const [first, ...others] = ownChunks(world, tenant);
  return first ? world.draw.pick([first, ...others]) : missing(`${tenant.name} has no chunk`);
}

/** A chunk's own words, without its owner and its secret: nothing can be nearer to it. */
export const wordsOf = ({ body }: Chunk): string => body.replace(/ [^.]*pass phrase is.*$/, '');

function missing(message: string): never {
  throw new LeakproofError({ code: 'harness-fault', message });
}

const session = (tenant: Tenant | null): Plain => ({ tenantId: tenant?.id ?? null });

const shown = (text: string): string => (text.length > 44 ? `${text.slice(0, 43)}…` : text);

type Range = Pick<NonNullable<Call['search']>, 'scope' | 'exact' | 'owned'>;

/** The caller's chunks that a search ranges over. */
function rangeOf(world: World, as: Tenant | null, isIn: (chunk: Chunk) => boolean): Range {
  const own = ownChunks(world, as);
  return { scope: own.filter(isIn), exact: isExact(world), owned: own.length };
}

export const search = (
  { world }: Pick<AppLab, 'world'>,
  as: Tenant | null,
  { question, k, familiar = false, note }: Ask,
): Call => ({
  as,
  module: 'knowledge.ts',
  name: 'similaritySearch',
  endpoint: 'similaritySearch',
  args: [session(as), { question, k }],
  show: `similaritySearch(session, { question: '${shown(question)}', k: ${k} })`,
  search: { question, k, familiar, ...rangeOf(world, as, () => true) },
  unsettled: 'attempt',
  ...(note !== undefined && { note }),
});

export function searchSource(
  { world }: Pick<AppLab, 'world'>,
  as: Tenant | null,
  source: string,
  { question, k, familiar = false, note }: Ask,
): Call {
  const id = ownSources(world, as).get(source);
  return {
    as,
    module: 'knowledge.ts',
    name: 'searchInSource',
    endpoint: 'searchInSource',
    args: [session(as), { question, k, source }],
    show: `searchInSource(session, { question: '${shown(question)}', k: ${k}, source: '${source}' })`,
    search: { question, k, familiar, ...rangeOf(world, as, ({ sourceId }) => sourceId === id) },
    unsettled: 'attempt',
    ...(note !== undefined && { note }),
  };
}

export function cite(
  { world }: Pick<AppLab, 'world'>,
  as: Tenant | null,
  ids: readonly number[],
  note?: string,
): Call {
  const own = [...ownSources(world, as).values()];
  return {
    as,
    module: 'knowledge.ts',
    name: 'citeSources',
    endpoint: 'citeSources',
    args: [session(as), { ids }],
    show: `citeSources(session, { ids: [${ids.join(', ')}] })`,
    cites: ids.filter((id) => own.includes(id)),
    asked: ids,
    unsettled: 'attempt',
    ...(note !== undefined && { note }),
  };
}

/** The same call, whose arguments name a victim under every name that it might be read by. */
export function forged(call: Call, victim: Tenant): Call {
  const [who, args] = call.args;
  const fields = { tenantId: victim.id, tenant_id: victim.id, tenant: victim.id };
  return {
    ...call,
    plain: call,
    args: [who ?? null, { ...(args as Readonly<Record<string, Plain>>), ...fields }],
    show: call.show.replace(' })', `, tenantId: ${victim.name}’s })`),
  };
}

/** The same call with other arguments than its types allow. */
export function hostile(
  call: Call,
  fields: Readonly<Record<string, Plain>>,
  shownAs: string,
): Call {
  const [who, args] = call.args;
  return {
    ...call,
    args: [who ?? null, { ...(args as Readonly<Record<string, Plain>>), ...fields }],
    show: `${call.endpoint}(session, { …, ${shownAs} })`,
  };
}
