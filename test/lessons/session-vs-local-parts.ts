/** What the variants of the lesson’s answers are made of. */

/** What a variant comes to: every check passed, or this one failed with this message. */
export type Expected =
  | 'passed'
  | {
      readonly id: string;
      readonly message: RegExp;
      /** The wrong answer whose explanation is shown; null for the check's own. */
      readonly resembles?: string | null;
    };

export interface Variant {
  readonly name: string;
  readonly expected: Expected;
  /** `tenant.ts` whole, or the body of `withTenant` between the imports and the end. */
  readonly tenant?: string;
  /** Replaces texts in an `invoices.ts` whose endpoints all use `withTenant`. */
  readonly invoices?: readonly (readonly [from: string, to: string])[];
}

export const LOCAL = `await client.query("SELECT set_config('app.tenant_id', $1, true)", [tenantId]);`;
export const SESSION = `await client.query("SELECT set_config('app.tenant_id', $1, false)", [tenantId]);`;

/** A `tenant.ts` with this body, and what comes before the function. */
export const wrapper = (body: string, before = ''): string => `import type { PoolClient } from 'pg';
import { pool } from './db.ts';
${before}
export async function withTenant<T>(
  tenantId: string | null,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
${body}
}
`;

/** A transaction around \`work\`, with these in its places. */
export const transaction = ({
  begin = `await client.query('BEGIN');`,
  set = LOCAL,
  run = 'await work(client)',
  atEnd = '',
  release = 'client.release();',
} = {}): string => `
  const client = await pool.connect();
  try {
    ${begin}
    ${set}
    const result = ${run};
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    ${atEnd}
    ${release}
  }`;

/** A session's value, and what is done about it in the end. */
export const session = (atEnd: string, set = SESSION): string => `
  const client = await pool.connect();
  try {
    ${set}
    return await work(client);
  } finally {
    ${atEnd}
  }`;

/** The list’s statement, as the sound answer has it. */
export const LISTED =
  'const { rows } = await client.query<Invoice>(`SELECT ${COLUMNS} FROM invoices ORDER BY id`);';
