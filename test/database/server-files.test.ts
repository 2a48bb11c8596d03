import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/contract/index.ts';
import { withoutUnused } from '../../src/database/node/server-files.ts';
import { openTestDatabase } from '../support/open-database.ts';

describe('what is left out of PGlite’s files', () => {
  let db: Database;
  beforeAll(async () => {
    db = await openTestDatabase();
  });
  afterAll(() => db.close());

  it.each([
    ['a stemmer', `SELECT to_tsvector('english', 'leaking tenants')`, `'leak':1 'tenant':2`],
    ['PL/pgSQL', `DO $$ BEGIN PERFORM 1; END $$; SELECT 'ran'`, 'ran'],
    [
      'a time zone',
      `SELECT timezone('Asia/Tokyo', '2026-01-01Z'::timestamptz)::text`,
      '2026-01-01 09:00:00',
    ],
    ['the information schema', `SELECT count(*) > 0 FROM information_schema.tables`, 't'],
    ['ICU', `SELECT 'a' < 'B' COLLATE "und-x-icu"`, 't'],
    ['pgvector', `CREATE EXTENSION vector; SELECT '[1,2]'::vector <-> '[1,2]'`, '0'],
  ])('is not %s', async (_what, sql, answer) => {
    const { statements, error } = await db.superuser(sql);
    expect(error).toBeNull();
    expect(statements.at(-1)?.rows[0]?.[0]).toBe(answer);
  });

  it('is the conversion to East Asian encodings, which fails where it is called', async () => {
    const { error } = await db.superuser(`SELECT convert_to('a', 'GBK')`);
    expect(error?.message).toContain('utf8_and_gbk');
    expect((await db.superuser('SELECT 1')).error).toBeNull();
  });

  it('is refused where the list of the files does not fit', () => {
    const script = 'files:[{filename:"/pglite/lib/postgresql/pgxs/a",start:0,end:4}]';
    expect(() => withoutUnused(new Uint8Array(5), script)).toThrow('does not fit');
    expect(() => withoutUnused(new Uint8Array(4), 'nothing')).toThrow('no list');
    expect(() => withoutUnused(new Uint8Array(4), script)).toThrow('no file like');
  });
});
