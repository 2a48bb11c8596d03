import { quoteIdentifier, type Tenant } from '../contract/index.ts';
import { setTenantSql } from './attempt.ts';
import type { TablePlan } from './world.ts';

/**
 * Reads a table as a driver with named statements does on a pooled connection: prepared and run for
 * another tenant, then run for the actor. The plan is kept, and with it whatever the planner took
 * for a constant, such as the answer of an IMMUTABLE function.
 * @param read one SELECT of the table
 * @returns statements, of which the last with rows is the actor's
 * Source: PostgreSQL documentation, "Function Volatility Categories" and PREPARE.
 */
export function keptPlanSql(
  table: TablePlan,
  other: Tenant,
  actor: Tenant,
  read = `SELECT * FROM ${table.name}`,
): string {
  // It outlives what undoes an attempt, so no two may share a name.
  const name = quoteIdentifier(`${table.name} ${other.name} ${actor.name}`);
  return [
    setTenantSql(other),
    `PREPARE ${name} AS ${read}`,
    `EXECUTE ${name}`,
    setTenantSql(actor),
    `EXECUTE ${name}`,
    `DEALLOCATE ${name}`,
  ].join('; ');
}
