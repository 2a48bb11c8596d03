import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashed } from '../../lessons/26-rag-search/embedder.ts';
import { lacking } from '../../lessons/26-rag-search/shelf.ts';
import { TOPICS } from '../../lessons/26-rag-search/texts.ts';
import type { Tenant } from '../../src/contract/index.ts';
import { readLesson } from './rag-search-bench.ts';
import { openShelf, type Shelf } from './rag-search-shelf.ts';

const { folder } = await readLesson();
const { manifest } = folder;
const prose = Object.values(folder.prose).join('\n');
/** A fact is only worth a test while the lesson states it. */
const stated = (text: string): void => {
  const told = [prose, JSON.stringify(manifest), ...Object.values(folder.starter)].join('\n');
  expect(told.replaceAll(/\s+/g, ' ')).toContain(text);
};

let shelf: Shelf;
let small: Tenant;
beforeAll(async () => {
  shelf = await openShelf(folder);
  const { tenants } = await shelf.fill('', 'attack');
  small = tenants[2] ?? tenants[0];
});
afterAll(() => shelf.close());

const COUNT = 'SELECT count(*) FROM chunks';
const POLICY = `CREATE POLICY tenant_isolation ON chunks
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)`;
const ENABLE = 'ALTER TABLE chunks ENABLE ROW LEVEL SECURITY';
const FORCE = 'ALTER TABLE chunks FORCE ROW LEVEL SECURITY';
const OPEN = 'CREATE POLICY another ON chunks USING (true)';
const KEEP = "SET LOCAL hnsw.iterative_scan = 'strict_order'";
const vector = (text: string): string => `'[${hashed(text).join(',')}]'::vector`;
const nearest = (question: string, k: number): string =>
  `SELECT tenant_id FROM chunks ORDER BY embedding <=> ${vector(question)} LIMIT ${k}`;
/** Nothing of this tenant's, and a lot of the others'. */
const unfamiliar = (): string => (TOPICS[lacking(small)] ?? TOPICS[0]).ask;

describe('whom a policy binds', () => {
  it.each([
    ['a policy, and neither ENABLE nor FORCE', [POLICY], '2000'],
    ['ENABLE', [POLICY, ENABLE], '2000'],
    ['FORCE without ENABLE', [POLICY, FORCE], '2000'],
    ['ENABLE and FORCE', [POLICY, ENABLE, FORCE], '250'],
    ['with a second policy `USING (true)`', [POLICY, ENABLE, FORCE, OPEN], '2000'],
  ])('%s', async (name, ddl, counted) => {
    stated(name);
    expect(await shelf.as(small.id, ...ddl, COUNT)).toEqual([[counted]]);
  });

  it('no tenant set: 0', async () => {
    stated('and no tenant set | 0 |');
    expect(await shelf.as(null, POLICY, ENABLE, FORCE, COUNT)).toEqual([['0']]);
  });

  it('neither a superuser nor BYPASSRLS, whatever is forced', async () => {
    stated('It does not bind a superuser, or a role with `BYPASSRLS`');
    const within = ['BEGIN', POLICY, ENABLE, FORCE];
    expect(await shelf.asSuperuser(...within, COUNT)).toEqual([['2000']]);
    await shelf.asSuperuser('ROLLBACK');
    const role = [
      'CREATE ROLE staff BYPASSRLS',
      'GRANT SELECT ON chunks TO staff',
      'SET ROLE staff',
    ];
    expect(await shelf.asSuperuser(...within, ...role, COUNT)).toEqual([['2000']]);
    await shelf.asSuperuser('ROLLBACK');
    // The test with `reporting`: a role that owns nothing is bound by ENABLE alone.
    stated('sees nothing');
    const other = [
      'CREATE ROLE reporting',
      'GRANT SELECT ON chunks TO reporting',
      'SET ROLE reporting',
    ];
    expect(await shelf.asSuperuser('BEGIN', POLICY, ENABLE, ...other, COUNT)).toEqual([['0']]);
    await shelf.asSuperuser('ROLLBACK');
  });

  it('the owner can undo what binds it', async () => {
    stated('could say `NO FORCE` at any time');
    const undo = 'ALTER TABLE chunks NO FORCE ROW LEVEL SECURITY';
    expect(await shelf.as(small.id, POLICY, ENABLE, FORCE, undo, COUNT)).toEqual([['2000']]);
  });

  it('statistics and copies are no rows', async () => {
    stated('`pg_class.reltuples` is no row');
    const bound = [POLICY, ENABLE, FORCE];
    const estimate = `SELECT reltuples::int FROM pg_class WHERE oid = 'chunks'::regclass`;
    expect(await shelf.as(small.id, ...bound, estimate)).toEqual([['2000']]);
    const copy = 'CREATE MATERIALIZED VIEW copy AS SELECT * FROM chunks';
    expect(await shelf.as(small.id, copy, ...bound, 'SELECT count(*) FROM copy')).toEqual([
      ['2000'],
    ]);
    expect(await shelf.as(null, copy, 'ALTER TABLE copy ENABLE ROW LEVEL SECURITY')).toBe('42809');
  });
});

describe('the index under a policy', () => {
  const bound = [POLICY, ENABLE, FORCE];

  it('offers 40 candidates, whosever they are (the prediction)', async () => {
    expect(manifest.predict?.options[manifest.predict.answer]).toMatch(/^0: /);
    stated('hnsw.ef_search');
    // The library is loaded by the first use of its type.
    const warm = `SELECT ${vector('a')} <=> ${vector('b')}`;
    expect(await shelf.as(null, warm, 'SHOW hnsw.ef_search')).toEqual([['40']]);
    expect(await shelf.as(small.id, nearest(unfamiliar(), 8))).toHaveLength(8);
    expect(await shelf.as(small.id, ...bound, nearest(unfamiliar(), 8))).toEqual([]);
  });

  it('goes on until the LIMIT is reached, where it is told to', async () => {
    stated('lets the scan go on until the `LIMIT` is reached');
    const rows = await shelf.as(small.id, ...bound, KEEP, nearest(unfamiliar(), 8));
    expect(rows).toEqual(Array.from({ length: 8 }, () => [small.id]));
  });

  it('and reading the tenant’s own and comparing exactly brings all of them as well', async () => {
    stated('Reading the tenant’s own chunks and comparing exactly is as good at this size.');
    const exact = `WITH own AS MATERIALIZED (SELECT * FROM chunks)
      SELECT tenant_id FROM own ORDER BY embedding <=> ${vector(unfamiliar())} LIMIT 8`;
    expect(await shelf.as(small.id, ...bound, exact)).toHaveLength(8);
  });

  it('a local setting without BEGIN is gone before the search begins', async () => {
    stated('a local one without `BEGIN` is gone before the search begins');
    stated('without one it does nothing');
    const { rows } = await shelf.apart(
      `SELECT set_config('app.tenant_id', '${small.id}', true)`,
      "SELECT coalesce(current_setting('app.tenant_id', true), '')",
    );
    expect(rows).toEqual([['']]);
    const warm = `SELECT ${vector('a')} <=> ${vector('b')}`;
    const kept = await shelf.apart(warm, KEEP, 'SHOW hnsw.iterative_scan');
    expect(kept).toEqual({ rows: [['off']], notices: ['25P01'] });
  });
});

describe('vectors', () => {
  it('a vector of zeros has no direction', async () => {
    stated('its cosine distance is `NaN`');
    expect(hashed('').every((value) => value === 0)).toBe(true);
    expect(await shelf.as(null, `SELECT ${vector('')} <=> ${vector('database')}`)).toEqual([
      ['NaN'],
    ]);
  });

  it('<=> divides by the length, <#> does not', async () => {
    stated('<=> does, <#> does not');
    const both = `SELECT '[2,0]'::vector <=> '[3,0]', '[2,0]'::vector <#> '[3,0]'`;
    expect(await shelf.as(null, both)).toEqual([['0', '-6']]);
  });

  it('an HNSW index takes 2 000 dimensions of vector and 4 000 of halfvec', async () => {
    stated('up to 2 000 dimensions of vector, up to 4 000 of halfvec');
    const index = (type: string, n: number): string[] => [
      `CREATE TABLE wide (v ${type}(${n}))`,
      `CREATE INDEX ON wide USING hnsw (v ${type}_cosine_ops)`,
      'SELECT 1',
    ];
    expect(await shelf.as(null, ...index('vector', 2_000))).toEqual([['1']]);
    expect(await shelf.as(null, ...index('vector', 2_001))).toBe('54000');
    expect(await shelf.as(null, ...index('halfvec', 4_000))).toEqual([['1']]);
    expect(await shelf.as(null, ...index('halfvec', 4_001))).toBe('54000');
  });

  it('a vector has unit length, and is the same each time', () => {
    stated('gives the same vector everywhere');
    const once = hashed('Fail over the primary database.');
    expect(once).toHaveLength(256);
    expect(once).toEqual(hashed('fail over THE primary database'));
    expect(Math.hypot(...once)).toBeCloseTo(1, 12);
  });
});

describe('what the explanations say', () => {
  it('LIMIT -1 is refused, and leaves the transaction failed', async () => {
    stated('here LIMIT -1');
    expect(await shelf.as(small.id, 'SELECT 1 LIMIT -1')).toBe('2201W');
  });

  it('ranks over everybody have gaps, and a window over what may be seen has none', async () => {
    const ranks = `SELECT rank FROM (SELECT tenant_id,
      rank() OVER (ORDER BY embedding <=> ${vector(unfamiliar())}) AS rank FROM chunks) everybody
      WHERE tenant_id = '${small.id}' ORDER BY rank LIMIT 3`;
    const [first] = (await shelf.as(small.id, ranks)) as string[][];
    expect(Number(first?.[0])).toBeGreaterThan(40);
    expect(await shelf.as(small.id, POLICY, ENABLE, FORCE, ranks)).toEqual([['1'], ['2'], ['3']]);
  });

  it('AND binds tighter than OR', async () => {
    expect(await shelf.as(null, 'SELECT false AND false OR true')).toEqual([['t']]);
  });

  it('coalesce with the column is true for every row where no tenant is set', async () => {
    const open = `CREATE POLICY open ON chunks USING (tenant_id =
      coalesce(nullif(current_setting('app.tenant_id', true), '')::uuid, tenant_id))`;
    expect(await shelf.as(null, open, ENABLE, FORCE, COUNT)).toEqual([['2000']]);
    expect(await shelf.as(small.id, open, ENABLE, FORCE, COUNT)).toEqual([['250']]);
  });
});
