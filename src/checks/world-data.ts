import * as z from 'zod/mini';
import {
  DATA_CHARACTERS,
  DATA_POLICIES,
  DATA_ROWS,
  quoteLiteral,
  shortened,
  TableSecurity,
  type TableRows,
  type WorldData,
} from '../contract/index.ts';
import type { Lab } from './lab.ts';
import { ownerOfId, type TableTruth, type TruthRow } from './ownership.ts';
import type { TablePlan, World } from './world.ts';

/** What both kinds of lab have: the rows and the catalog, past row-level security. */
type Reader = Pick<Lab, 'world' | 'application' | 'truth' | 'catalog'>;

/** Reads the rest of the world's data, once the run is over. Never throws: null where it cannot be read. */
export type ReadData = () => Promise<WorldData | null>;

/**
 * Begins to read a world's data: its policies now, since later the catalog shows what the last
 * attempt left of them; its rows when the run is over. Data decides nothing, so it is left out where
 * it cannot be read. Never throws.
 */
export async function openData(lab: Reader, tables: readonly TablePlan[]): Promise<ReadData> {
  const securities = await orNull(() => readSecurity(lab, tables));
  return () =>
    orNull(async () => {
      if (securities === null) return null;
      const truth = await lab.truth();
      return {
        seed: lab.world.seed,
        tenants: [...lab.world.tenants],
        application: lab.application,
        tables: securities.map((security, at) => {
          const table = tables[at];
          const rows = truth.get(security.table) ?? new Map<string, TruthRow>();
          return { security, rows: rowsOf(lab.world, table?.tenant ?? '', rows) };
        }),
      };
    });
}

async function orNull<T>(read: () => Promise<T | null>): Promise<T | null> {
  try {
    return await read();
  } catch {
    return null;
  }
}

/** @throws where a table is gone, or is none any more */
async function readSecurity(lab: Reader, tables: readonly TablePlan[]): Promise<TableSecurity[]> {
  const rows = await lab.catalog(securitySql(tables, lab.application));
  const known = z.array(TableSecurity).parse(rows.map(([json]): unknown => JSON.parse(json ?? '')));
  return tables.map(({ name }) => {
    const found = known.find(({ table }) => table === name);
    if (!found) throw new Error(`There is no table ${name}.`);
    return { ...found, policies: found.policies.slice(0, DATA_POLICIES) };
  });
}

/** One row of JSON for each table, which is a {@link TableSecurity}. */
function securitySql(tables: readonly TablePlan[], application: string): string {
  const names = tables.map(({ name }) => quoteLiteral(name)).join(', ');
  const clause = (column: string): string =>
    `pg_catalog.left(pg_catalog.pg_get_expr(p.${column}, p.polrelid), ${DATA_CHARACTERS})`;
  return `SELECT pg_catalog.json_build_object(
      'table', c.relname, 'owner', o.rolname,
      'enabled', c.relrowsecurity, 'forced', c.relforcerowsecurity,
      'unbound', (SELECT CASE
          WHEN a.rolsuper THEN 'superuser'
          WHEN a.rolbypassrls THEN 'bypassrls'
          WHEN NOT c.relforcerowsecurity AND pg_catalog.pg_has_role(a.oid, c.relowner, 'USAGE')
            THEN 'owner' END
        FROM pg_catalog.pg_roles a WHERE a.rolname = ${quoteLiteral(application)}),
      'policies', COALESCE((SELECT pg_catalog.json_agg(pg_catalog.json_build_object(
          'name', p.polname,
          'command', CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT'
            WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
          'permissive', p.polpermissive,
          'roles', pg_catalog.array_to_json(ARRAY(
            SELECT COALESCE(r.rolname, 'PUBLIC')::pg_catalog.text
            FROM pg_catalog.unnest(p.polroles) AS m (role)
            LEFT JOIN pg_catalog.pg_roles r ON r.oid = m.role ORDER BY 1)),
          'using', ${clause('polqual')}, 'check', ${clause('polwithcheck')}
        ) ORDER BY p.polname) FROM pg_catalog.pg_policy p WHERE p.polrelid = c.oid), '[]'))
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_roles o ON o.oid = c.relowner
    WHERE c.relnamespace = 'public'::pg_catalog.regnamespace AND c.relname IN (${names})
    ORDER BY c.relname`;
}

/** The first rows of each tenant, as many of one as of another where there are more than fit. */
function rowsOf(world: World, tenant: string, truth: TableTruth): TableRows {
  const ranks = new Map<number | null, number>();
  const all = [...truth.values()].map((row, at) => {
    const owner = ownerOfId(world, row[tenant]);
    const rank = ranks.get(owner) ?? 0;
    ranks.set(owner, rank + 1);
    return { row, owner, rank, at };
  });
  const byOwner = (owner: number | null): number => owner ?? world.tenants.length;
  const kept = all
    .sort((a, b) => a.rank - b.rank || byOwner(a.owner) - byOwner(b.owner))
    .slice(0, DATA_ROWS)
    .sort((a, b) => byOwner(a.owner) - byOwner(b.owner) || a.at - b.at);
  const columns = Object.keys(kept[0]?.row ?? {});
  return {
    columns,
    rows: kept.map(({ row, owner }) => ({
      values: columns.map((name) => {
        const value = row[name] ?? null;
        return value === null ? null : shortened(value, DATA_CHARACTERS);
      }),
      owner,
    })),
    total: truth.size,
  };
}
