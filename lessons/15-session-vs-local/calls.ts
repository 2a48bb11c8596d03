import type { AppLab, CallRequest, Row } from '#checks';
import { LeakproofError, type Plain, type Tenant } from '#contract';
import { customerOf, EMPTY_YEAR } from './world.ts';

/** How a call ends when all is well. `early`: it returns before its second statement. */
export type Ending = 'returns' | 'early' | 'throws';

/** An endpoint's call, with what a right answer to it is. */
export interface Call extends CallRequest {
  readonly endpoint: string;
  readonly ends: Ending;
  /** The keys of the seeded invoices that the answer shows, all of them and no others. */
  readonly shows: readonly string[];
  /** The note of the invoice that it makes. */
  readonly makes?: string;
  /** The key of the invoice that it pays. */
  readonly pays?: string;
  /** It comes when the same call was made and kept. */
  readonly again?: true;
}

/** The table of all of this. */
export const TABLE = 'invoices';

/** The seeded invoices of a tenant. */
export const ownRows = (lab: AppLab, tenant: Tenant): readonly Row[] =>
  (lab.world.rows[TABLE] ?? []).filter((row) => row.tenant_id === tenant.id);

const keysOf = (rows: readonly Row[]): string[] => rows.map((row) => String(row.id));

/** One of a tenant's seeded invoices. */
export function someRow(lab: AppLab, tenant: Tenant, at = 0): Row {
  const rows = ownRows(lab, tenant);
  const row = rows[at % Math.max(rows.length, 1)];
  if (row) return row;
  throw new LeakproofError({ code: 'harness-fault', message: `${tenant.name} has no invoice.` });
}

type About = Omit<
  Call,
  'as' | 'module' | 'name' | 'unsettled' | 'args' | 'show' | 'ends' | 'shows'
>;

/** A call of an endpoint that takes a session first. */
function call(
  tenant: Tenant | null,
  args: readonly Plain[],
  about: About & Partial<Pick<Call, 'ends' | 'shows' | 'show'>>,
): Call {
  const shown = ['session', ...args.map(String)].join(', ');
  return {
    ends: 'returns',
    shows: [],
    show: `${about.endpoint}(${shown})`,
    ...about,
    as: tenant,
    module: 'invoices.ts',
    name: about.endpoint,
    args: [{ tenantId: tenant?.id ?? null }, ...args],
    unsettled: 'attempt',
  };
}

export const list = (lab: AppLab, tenant: Tenant | null): Call =>
  call(tenant, [], {
    endpoint: 'listInvoices',
    shows: tenant ? keysOf(ownRows(lab, tenant)) : [],
  });

/** @param row of whomever: shown to its owner only */
export const get = (tenant: Tenant | null, row: Row): Call =>
  call(tenant, [Number(row.id)], {
    endpoint: 'getInvoice',
    shows: tenant?.id === row.tenant_id ? [String(row.id)] : [],
  });

/** @param victim another tenant, whose id the draft carries under every name that it might be read by */
export function create(lab: AppLab, tenant: Tenant | null, victim?: Tenant): Call {
  const { draw } = lab.world;
  const note = `${tenant?.name ?? 'Nobody'}: ${draw.words()}, ${draw.canary()}`;
  const draft = { customer: customerOf(draw), cents: draw.int(100, 900_000), note, year: 2025 };
  const forged = victim && { tenantId: victim.id, tenant_id: victim.id, tenant: victim.id };
  return call(tenant, [{ ...draft, ...forged }], {
    endpoint: 'createInvoice',
    makes: note,
    show: victim
      ? `createInvoice(session, { ...draft, tenantId: ${victim.name}’s })`
      : 'createInvoice(session, draft)',
  });
}

/** Refused by the table's CHECK, in the middle of whatever the endpoint does. */
export function createRefused(lab: AppLab, tenant: Tenant | null): Call {
  const { draw } = lab.world;
  const draft = { customer: customerOf(draw), cents: -5, note: draw.words(), year: 2025 };
  return call(tenant, [draft], {
    endpoint: 'createInvoice',
    show: 'createInvoice(session, { ...draft, cents: -5 })',
    ends: 'throws',
  });
}

export const pay = (tenant: Tenant | null, row: Row): Call =>
  call(tenant, [Number(row.id)], {
    endpoint: 'payInvoice',
    ...(tenant?.id === row.tenant_id
      ? { shows: [String(row.id)], pays: String(row.id) }
      : { ends: 'throws' }),
  });

/** Above every id that is drawn, and above what the sequence gives to the invoices that are made. */
const NO_INVOICE = 2_000_000_000;

/** The same once more, when the invoice is paid: the endpoint's own error as well. */
export function payAgain({ pays: _, ...paying }: Call): Call {
  return { ...paying, ends: 'throws', shows: [], again: true };
}

/** The endpoint's own error, with no error of the server before it. */
export const payUnknown = (tenant: Tenant | null): Call =>
  call(tenant, [NO_INVOICE], { endpoint: 'payInvoice', ends: 'throws' });

export const exportYear = (lab: AppLab, tenant: Tenant | null, year: number): Call =>
  call(tenant, [year], {
    endpoint: 'exportInvoices',
    shows: tenant ? keysOf(ownRows(lab, tenant).filter((row) => row.year === year)) : [],
  });

/** Nobody has an invoice of that year: the endpoint returns early. */
export const exportNothing = (tenant: Tenant | null): Call =>
  call(tenant, [EMPTY_YEAR], { endpoint: 'exportInvoices', ends: 'early' });

/** Asked as nobody. */
export const health = (): Call => ({
  ...call(null, [], { endpoint: 'health' }),
  args: [],
  show: 'health()',
});

/** One call of each endpoint, the ones that return early or throw among them, in a drawn order. */
export function everyCall(lab: AppLab, tenant: Tenant): Call[] {
  const { draw } = lab.world;
  const row = someRow(lab, tenant, draw.int(0, 5));
  const calls = [
    list(lab, tenant),
    get(tenant, row),
    create(lab, tenant),
    createRefused(lab, tenant),
    pay(tenant, row),
    payUnknown(tenant),
    exportYear(lab, tenant, Number(row.year)),
    exportNothing(tenant),
  ];
  return draw.sample(calls, calls.length);
}

/**
 * What a visitor without a tenant, and the health check, may ask for.
 * @param after where this one may have left a transaction open, the health check comes first: it
 *   begins none of its own, which would end the other
 */
export function nobodysCalls(lab: AppLab, row: Row, after: Call): Call[] {
  const first = [list(lab, null), health()];
  return [
    ...(after.ends === 'returns' ? first : first.reverse()),
    get(null, row),
    exportYear(lab, null, Number(row.year)),
    create(lab, null),
  ];
}
