import * as z from 'zod/mini';
import { MatrixCommand } from './evidence.ts';
import { Tenant } from './transcript.ts';

/** Rows of one table that are listed; the others are counted. Of each tenant as many as of the others. */
export const DATA_ROWS = 50;
/** Characters of a value, and of a policy's clause, that are kept. */
export const DATA_CHARACTERS = 300;
/** Policies of one table that are listed. */
export const DATA_POLICIES = 30;

/** A row-level security policy, as the catalog has it. */
export const Policy = z.object({
  name: z.string(),
  command: z.enum(['ALL', ...MatrixCommand.options]),
  /** Permissive ones admit, each alone; restrictive ones all have to agree. */
  permissive: z.boolean(),
  /** `PUBLIC` stands for every role. */
  roles: z.array(z.string()),
  /** Clauses as PostgreSQL prints them; null where the policy has none. */
  using: z.nullable(z.string()),
  check: z.nullable(z.string()),
});
export type Policy = z.infer<typeof Policy>;

/** Whom a table's policies are asked for, and the policies, in the order of their names. */
export const TableSecurity = z.object({
  table: z.string(),
  owner: z.string(),
  /** Row-level security is on; and also for the table's owner. */
  enabled: z.boolean(),
  forced: z.boolean(),
  /** Why the application's role is asked for no policy; null where it is asked. */
  unbound: z.nullable(z.enum(['superuser', 'bypassrls', 'owner'])),
  policies: z.array(Policy),
});
export type TableSecurity = z.infer<typeof TableSecurity>;

/** The rows of a table, those of the first tenant first, each tenant's in the order of the key. */
export const TableRows = z.object({
  columns: z.array(z.string()),
  rows: z.array(
    z.object({
      values: z.array(z.nullable(z.string())),
      /** The index of its tenant; null where it is nobody's. */
      owner: z.nullable(z.number()),
    }),
  ),
  /** How many there were; `rows` may hold fewer. */
  total: z.number(),
});
export type TableRows = z.infer<typeof TableRows>;

/** What a run's world held when the run was over, read past row-level security. */
export const WorldData = z.object({
  seed: z.number(),
  tenants: z.array(Tenant),
  /** The role that the application connects as. */
  application: z.string(),
  tables: z.array(z.object({ security: TableSecurity, rows: TableRows })),
});
export type WorldData = z.infer<typeof WorldData>;
