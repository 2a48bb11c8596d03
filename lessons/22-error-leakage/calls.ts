import type { CallRequest, World } from '#checks';
import type { Plain, Tenant } from '#contract';
import { LIMIT } from './world.ts';

/** A wallet as the world was seeded with it. */
export interface Wallet {
  readonly id: number;
  readonly owner: Tenant;
  readonly handle: string;
  readonly memo: string;
  readonly credits: number;
  readonly frozen: boolean;
}

/** All wallets of a world. */
export const wallets = ({ rows, tenants }: World): Wallet[] =>
  (rows.wallets ?? []).map((row) => ({
    id: Number(row.id),
    owner: tenants.find(({ id }) => id === row.tenant_id) ?? tenants[0],
    handle: String(row.handle),
    memo: String(row.memo),
    credits: Number(row.credits),
    frozen: row.frozen === 'true',
  }));

/** A tenant's own wallets that are not frozen; every tenant has at least one. */
export function openWallet(world: World, owner: Tenant): Wallet {
  const found = wallets(world).find((wallet) => wallet.owner === owner && !wallet.frozen);
  if (!found) throw new Error(`${owner.name} has no open wallet`);
  return found;
}

/** The tenant after this one, and after the last the first. */
export const neighbour = ({ tenants }: World, { index }: Tenant): Tenant =>
  tenants[(index + 1) % tenants.length] ?? tenants[0];

/** The session that the server makes for a user of a tenant. */
export const sessionOf = (tenant: Tenant): Plain => ({
  tenantId: tenant.id,
  user: `dana@${tenant.name.toLowerCase()}.example`,
});

/** An agent's call of one of our tools. */
export const toolCall = (
  as: Tenant,
  tool: string,
  args: Readonly<Record<string, Plain>>,
  note?: string,
): CallRequest => ({
  as,
  module: 'boundary.ts',
  name: 'callTool',
  args: [sessionOf(as), tool, args],
  show: `callTool(session, '${tool}', ${literal(args)})`,
  ...(note === undefined ? {} : { note }),
});

/** A payment that the payee's limit refuses: the payee is not told of it, the payer is. */
export function payTooMuch(world: World, payer: Tenant, payee: Tenant, note?: string): CallRequest {
  const [from, to] = [openWallet(world, payer), openWallet(world, payee)];
  const amount = LIMIT + 1 - to.credits;
  return toolCall(payer, 'pay', { from: from.handle, to: to.handle, amount }, note);
}

/** A payment to any handle, from the payer's own wallet. */
export const payTo = (
  world: World,
  payer: Tenant,
  to: string,
  amount: number,
  note?: string,
): CallRequest =>
  toolCall(payer, 'pay', { from: openWallet(world, payer).handle, to, amount }, note);

/** Where a partner's tool throws. */
export type Place = 'tool' | 'later' | 'promise' | 'lookup';

/** What is said of a place in a transcript. */
export const PLACES: Readonly<Record<Place, string>> = {
  tool: 'thrown before there is a promise',
  later: 'thrown after two statements',
  promise: 'a promise that is rejected',
  lookup: 'thrown while it is loaded',
};

/** How the call of a partner's tool differs from the usual one; driver.ts says more of each. */
export interface Circumstances {
  readonly asks?: boolean;
  readonly env?: string;
  readonly still?: 'clock' | 'clock and Math.random';
}

/**
 * An agent's call of a partner's tool, which fails with another tenant's memo in what it throws.
 * @param kind a key of `THROWN` in driver.ts
 */
export const failingCall = (
  as: Tenant,
  of: Tenant,
  kind: string,
  at: Place,
  under: Circumstances = {},
): CallRequest => ({
  as,
  module: 'driver.ts',
  name: 'failing',
  args: [sessionOf(as), { kind, at, of: of.id, ...under }],
  show: `callTool(session, 'ledger_sync', { since: 'yesterday'${under.asks === true ? ', debug: true, verbose: true, trace: true, explain: true' : ''} })`,
  note: `${SAYS[kind] ?? kind}; ${PLACES[at]}${under.still === undefined ? '' : `; the ${under.still} stood still`}.`,
});

/** What the caller itself has said, so that it is no news in an answer. */
export const saidBy = ({ module, args }: CallRequest): Plain[] =>
  module === 'driver.ts' ? ['ledger_sync', 'yesterday'] : args.slice(1);

/** What the partner's tool throws, in words. */
export const SAYS: Readonly<Record<string, string>> = {
  statement: 'Its statement fails, and PostgreSQL quotes the memo that it could not read',
  message: 'It throws an Error with the memo in its message',
  cause: 'It throws an Error whose cause, and the cause of that, have the memo in their messages',
  'cause-text': 'It throws an Error whose cause is a text with the memo',
  aggregate: 'It throws an AggregateError of two that name the memo',
  fields: 'It throws an Error with the answer of another service in a field',
  'driver-fields': 'It throws an Error with the memo in its detail, its hint and its where',
  syntax: 'It throws a SyntaxError that quotes the memo',
  range: 'It throws a RangeError that quotes the memo',
  type: 'It throws a TypeError that quotes the memo',
  abort: 'It throws an AbortError that quotes the memo',
  validation: 'It throws a ZodError whose issues quote the memo',
  stack: 'It throws an Error with the memo in its stack',
  text: 'It throws a string',
  object: 'It throws an object that is no Error',
  list: 'It throws an array',
  undefined: 'It throws undefined',
  null: 'It throws null',
  symbol: 'It throws a symbol',
  'to-string': 'It throws an object whose toString says the memo',
  'to-json': 'It throws an Error whose toJSON says the memo',
  getter: 'It throws an Error whose message is computed',
  cycle: 'It throws an Error that contains itself',
  'throwing-getter': 'It throws an Error with a getter that throws another one when it is read',
  'throwing-text': 'It throws an object whose toString throws',
  'other-class': 'It throws a UserError of another package',
  'other-name': 'It throws an Error whose name is UserError',
  'other-object': 'It throws an object whose name is UserError',
  flags: 'It throws an Error with expose: true and status: 400',
  fashioned: 'It throws an Error with the fields and methods that a UserError of ours has',
  'approved-cause': 'It throws an Error whose cause is an approved one',
  approved: 'It throws a UserError',
  'approved-subclass': 'It throws a subclass of UserError with a field that is ours',
  'approved-with-cause': 'It throws a UserError with a cause',
  'approved-with-fields': 'It throws a UserError with fields that are ours',
};

/** A value as it would stand in a program. */
function literal(value: Plain): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (value === null || typeof value !== 'object') {
    return JSON.stringify(value).replaceAll('"', "'");
  }
  const pairs = Object.entries(value).map(([key, inner]) => `${key}: ${literal(inner)}`);
  return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
}
