import { LeakproofError, quoteLiteral, type Run } from '../contract/index.ts';

/**
 * Reads the truth past row-level security and can change nothing: BYPASSRLS, member of
 * pg_read_all_data, NOLOGIN. Made with the image, so that it is part of every empty database.
 * The checks read as this role and not as superuser: whatever a learner attached to a table then
 * runs, if at all, without privileges.
 */
export const AUDITOR = 'leakproof_auditor';

/** What the catalog says of a role. */
export interface RoleFacts {
  readonly oid: number;
  /** Superuser or BYPASSRLS: row-level security does not bind it. */
  readonly exempt: boolean;
}

/**
 * Looks a role up.
 * @throws LeakproofError `role-unusable` when there is no such role
 */
export async function findRole(run: Run, name: string): Promise<RoleFacts> {
  const answer = await run(
    `SELECT oid, (rolsuper OR rolbypassrls) FROM pg_catalog.pg_authid WHERE rolname = ${quoteLiteral(name)}`,
  );
  const row = answer.statements[0]?.rows[0];
  if (!row) {
    throw new LeakproofError({
      code: 'role-unusable',
      message: `There is no role ${name} in this database.`,
    });
  }
  return { oid: Number(row[0]), exempt: row[1] === 't' };
}

/** @throws LeakproofError `role-unusable` for a role that row-level security does not bind */
export function refuseExempt(name: string, facts: RoleFacts): void {
  if (!facts.exempt) return;
  throw new LeakproofError({
    code: 'role-unusable',
    message: `The role ${name} bypasses row-level security, so nothing is run as it.`,
  });
}
