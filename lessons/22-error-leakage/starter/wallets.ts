import type { DatabaseError } from 'pg';
import { asTenant } from './db.ts';
import { UserError } from './errors.ts';
import { passed } from './layers.ts';

export interface Wallet {
  readonly handle: string;
  readonly memo: string;
  readonly credits: number;
}

/** Asked for a wallet that the tenant does not have. */
export class NoSuchWallet extends UserError {
  override readonly name = 'NoSuchWallet';
  constructor(readonly handle: string) {
    super(`You have no wallet “${handle}”.`);
  }
}

export function list(tenantId: string): Promise<Wallet[]> {
  return asTenant(tenantId, async (client) => {
    const { rows } = await client.query<Wallet>(
      'SELECT handle, memo, credits FROM wallets ORDER BY id',
    );
    return rows;
  });
}

export async function find(tenantId: string, handle: string): Promise<Wallet> {
  const wallet = (await list(tenantId)).find((one) => one.handle === handle);
  if (!wallet) throw new NoSuchWallet(handle);
  return wallet;
}

export function open(tenantId: string, handle: string, memo: string): Promise<Wallet> {
  return asTenant(tenantId, async (client) => {
    const { rows } = await client.query<Wallet>(
      'INSERT INTO wallets (handle, memo) VALUES ($1, $2) RETURNING handle, memo, credits',
      [handle, memo],
    );
    return rows[0]!;
  });
}

export async function pay(
  tenantId: string,
  from: string,
  to: string,
  amount: number,
): Promise<void> {
  try {
    await asTenant(tenantId, (client) =>
      client.query('SELECT pay($1, $2, $3)', [from, to, amount]),
    );
  } catch (error) {
    // Which wallet it was, the message alone does not say. The detail does.
    const { message, detail } = error as DatabaseError;
    const told = `pay ${from} → ${to}: ${message} ${detail ?? ''}`.trim();
    const wrapped = new Error(told, { cause: error });
    passed('wallets.ts', wrapped);
    throw wrapped;
  }
}
