import { describe, expect, it } from 'vitest';
import type { Database } from '../../src/contract/index.ts';
import { packImage, unpackImage } from '../../src/database/file-image.ts';
import { openDatabase } from '../../src/database/index.ts';
import { loadAssets } from '../support/open-database.ts';

describe('an image of files', () => {
  it('keeps names, folders, empty files and bytes', () => {
    const files = [
      { name: '/data/', bytes: new Uint8Array() },
      { name: '/data/zażółć', bytes: new Uint8Array([0, 31, 139, 255]) },
      { name: '/data/empty', bytes: new Uint8Array() },
      { name: '/data/last', bytes: new Uint8Array([7]) },
    ];
    expect(unpackImage(packImage(files))).toEqual(files);
  });

  it('is read in place', () => {
    const image = packImage([{ name: '/a', bytes: new Uint8Array([1, 2]) }]);
    expect(unpackImage(image)[0]?.bytes.buffer).toBe(image.buffer);
  });
});

describe('two servers of the same bytes', () => {
  const digest = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> =>
    new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)).join(' ');

  const answer = async (db: Database, sql: string): Promise<string | null | undefined> => {
    const { statements, error } = await db.superuser(sql);
    expect(error).toBeNull();
    return statements.at(-1)?.rows[0]?.[0];
  };

  it('see nothing of each other, whatever one writes', async () => {
    const assets = await loadAssets();
    const before = [await digest(await assets.files), await digest(await assets.image)];
    const first = await openDatabase(assets);
    // In a catalog, in the log, in a file of the data directory, and in one that PGlite brought.
    await answer(
      first,
      `CREATE TABLE left_behind AS SELECT generate_series(1, 10000) AS n; CHECKPOINT;
       COPY (SELECT 'hostall') TO '/pglite/data/pg_hba.conf';
       COPY (SELECT 'leaking') TO '/pglite/share/postgresql/tsearch_data/english.stop'`,
    );
    expect(await answer(first, `SELECT to_tsvector('english', 'the leaking')`)).toBe(`'the':1`);
    const second = await openDatabase(assets);
    expect(await answer(second, `SELECT to_regclass('left_behind')`)).toBeNull();
    expect(await answer(second, `SELECT to_tsvector('english', 'the leaking')`)).toBe(`'leak':2`);
    expect(await answer(second, `SELECT pg_read_file('pg_hba.conf') ~ 'hostall'`)).toBe('f');
    await first.close();
    await second.close();
    expect([await digest(await assets.files), await digest(await assets.image)]).toEqual(before);
  });
});
