import {
  blindSql,
  broken,
  count,
  held,
  reachedRows,
  type Check,
  type Finding,
  type Lab,
} from '#checks';
import { generatedInsert } from './check-rows.ts';
import { expectRefusal } from './session.ts';
import world from './world.ts';

/**
 * A policy for jobs that is open while no tenant was ever set. The setting then reads as NULL, and
 * as the empty string ever after, so this is tried before any other check sets it.
 */
export const noTenant: Check = {
  id: 'no-tenant',
  kind: 'holds',
  title: 'A session without a tenant reaches nothing',
  explanation:
    'Where app.tenant_id was never set, no row may match. A policy beside the others is OR-ed to them, so one that is true without a tenant opens the table to whatever forgot to set one.',
  unset: true,
  run: lookForRows,
};

async function lookForRows(lab: Lab): Promise<Finding> {
  const [owner] = lab.world.tenants;
  for (const table of world.tables) {
    for (const command of ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] as const) {
      const sql =
        command === 'INSERT'
          ? generatedInsert(lab, table, owner)
          : blindSql(lab, table, command, owner);
      const attempt = await lab.attempt(lab.actor(null), sql);
      const rows = lab.world.tenants.reduce((n, t) => n + reachedRows(attempt, table, t), 0);
      if (rows > 0) {
        const message = `${lab.application} reached ${count(rows, 'row')} of ${table.name} with ${command} in a session without a tenant.`;
        return broken(message, 'no-tenant', [attempt.step]);
      }
      expectRefusal(attempt);
    }
  }
  return held(`A session without a tenant reached 0 rows of ${world.tables.length} tables.`);
}
