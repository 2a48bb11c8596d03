import type { Tenant } from '../contract/index.ts';
import type { AppPlan } from './app/api.ts';
import { drawFrom, type Draw } from './draw.ts';

/** A value of a seeded row. It is sent as a literal, whatever the type of its column. */
export type Value = string | number | null;
/** A row to be seeded, by column. All rows of a table have the same columns. */
export type Row = Readonly<Record<string, Value>>;

/** One table of a lesson: how its rows are drawn, and how a probe may touch them. */
export interface TablePlan {
  /** Name in the schema `public`. */
  readonly name: string;
  /** The column that says whose row it is. */
  readonly tenant: string;
  /** The primary key, one column. */
  readonly key: string;
  /** A text column that a probe may overwrite. */
  readonly text: string;
  /** Draws one row of a tenant, with a key that is not in use. */
  readonly row: (draw: Draw, tenant: Tenant) => Row;
  /** How many rows a tenant starts with: 1 to 6 unless given, and 1 where two tenants are drawn. */
  readonly count?: (draw: Draw, tenant: Tenant, size: WorldSize) => number;
  /**
   * The columns that the truth is read from, key, tenant and text among them; all unless given. A
   * change of another one goes unseen, and nobody is recognised by it: for what is long and derived.
   */
  readonly columns?: readonly string[];
}

/** What a lesson's worlds are made of. */
export interface WorldPlan {
  /** NOLOGIN role that owns the tables. The rows are seeded, and the learner's SQL runs, as it. */
  readonly owner: string;
  /**
   * The role the application connects as, read from the learner's files where they decide it.
   * @throws LeakproofError where the files name none
   */
  readonly application: (files: Readonly<Record<string, string>>) => string;
  /** The learner's files to run as the owner, in this order. */
  readonly scripts: readonly string[];
  readonly tables: readonly [TablePlan, ...TablePlan[]];
  /**
   * Who the tenants are, where a lesson is about their names or ids: at least two, at most four,
   * from those that were drawn. An id of fewer than 16 characters gives
   * its tenant away only in the column that says whose row it is.
   */
  readonly tenants?: (drawn: readonly Tenant[]) => readonly Omit<Tenant, 'index'>[];
  /** How many tenants are drawn, 2 to 4; {@link WorldSize} says how many unless given. */
  readonly tenantCount?: (draw: Draw, size: WorldSize) => number;
  /** Allows an application role that bypasses row-level security: the lesson is about that. */
  readonly exempt?: 'exempt';
  /** In a lesson with TypeScript: the pooler, the environment and the files of its program. */
  readonly app?: AppPlan;
}

/** One drawn world: its tenants, and the rows each table starts with. */
export interface World {
  readonly seed: number;
  readonly tenants: readonly [Tenant, Tenant, ...Tenant[]];
  readonly rows: Readonly<Record<string, readonly Row[]>>;
  /** Goes on drawing, for the values of probes. */
  readonly draw: Draw;
}

/**
 * `any` is the first world of a check, with three or four tenants: its pictures are what a verdict
 * shows, so a plan keeps it small where an answer from many rows is approximate. `second` is the
 * other one, which has two tenants with a row each, and which a plan may make large; `attack` is
 * that of the attack, with two to four tenants; `smallest` is as small as a plan allows, two tenants
 * with a row each unless it says otherwise: what an exploit is shown in.
 */
export type WorldSize = 'any' | 'second' | 'attack' | 'smallest';

/** Draws a world from its seed. */
export function drawWorld(plan: WorldPlan, seed: number, size: WorldSize = 'any'): World {
  const draw = drawFrom(seed);
  const small = size === 'smallest' || size === 'second';
  const count = plan.tenantCount?.(draw, size) ?? (small ? 2 : draw.int(size === 'any' ? 3 : 2, 4));
  const rowsOf = (table: TablePlan, tenant: Tenant): number =>
    table.count?.(draw, tenant, size) ?? (small ? 1 : draw.int(1, 6));
  const each = draw
    .sample(NAMES, count)
    .map((name, index): Tenant => ({ index, name, id: draw.uuid() }));
  const drawn = size === 'any' ? secondLikeFirst(each) : each;
  const [first, second, ...others] = (plan.tenants?.(drawn) ?? drawn).map(
    (tenant, index): Tenant => ({ ...tenant, index }),
  );
  if (!first || !second) throw new Error('A world needs two tenants');
  const tenants = [first, second, ...others] as const;
  const rows = Object.fromEntries(
    plan.tables.map((table) => [
      table.name,
      // Interleaved, so that no tenant's rows can be guessed from where they lie.
      tenants
        .flatMap((tenant) =>
          Array.from({ length: rowsOf(table, tenant) }, () => ({
            at: draw.int(0, 1_000_000),
            row: table.row(draw, tenant),
          })),
        )
        .sort((a, b) => a.at - b.at)
        .map(({ row }) => row),
    ]),
  );
  return { seed, tenants: [first, second, ...others], rows, draw };
}

/**
 * Gives the second tenant the id of the first but for one digit in its middle: whoever compares ids
 * by how they begin or end takes one for the other. Not in the small worlds, whose ids people read.
 */
function secondLikeFirst(tenants: readonly Tenant[]): readonly Tenant[] {
  const [first] = tenants;
  if (!first) return tenants;
  const alike = first.id.replace(MIDDLE_DIGIT, (digit) => (digit === '0' ? '1' : '0'));
  return tenants.map((tenant) => (tenant.index === 1 ? { ...tenant, id: alike } : tenant));
}

/** The last digit of a UUID's third group. */
const MIDDLE_DIGIT = /(?<=^.{17})[0-9a-f]/;

/** Whether a world has no more tenants and rows than the smallest of its plan. */
export function isSmallest(plan: WorldPlan, world: World): boolean {
  const smallest = drawWorld(plan, world.seed, 'smallest');
  return (
    world.tenants.length === smallest.tenants.length &&
    plan.tables.every(({ name }) => world.rows[name]?.length === smallest.rows[name]?.length)
  );
}

/** Invented companies, and some that every sample database knows. */
const NAMES = [
  'Acme', 'Globex', 'Initech', 'Northwind', 'Contoso', 'Fabrikam', 'Tailspin', 'Vandelay',
  'Hooli', 'Umbra', 'Kestrel', 'Bluefin', 'Marigold', 'Ostrava', 'Pinecone', 'Quillon',
] as const; // prettier-ignore
