import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { AUDITOR } from '../roles.ts';

/**
 * Makes the data directory every database starts from, as an uncompressed tar.
 * Small WAL segments and no template databases take it from 40 MB to 14 MB.
 * The statements are sent one by one: DROP DATABASE refuses to run beside another.
 */
export async function buildImage(): Promise<Uint8Array> {
  const db = await PGlite.create({
    extensions: { vector },
    initDbStartParams: ['--wal-segsize=1'],
  });
  for (const statement of PREPARATION) await db.exec(statement);
  const tar = await db.dumpDataDir('none');
  await db.close();
  return new Uint8Array(await tar.arrayBuffer());
}

const PREPARATION = [
  `UPDATE pg_database SET datistemplate = false, datallowconn = true WHERE datname LIKE 'template_'`,
  'DROP DATABASE template0',
  'DROP DATABASE template1',
  // As a careful administrator leaves a database that strangers use.
  'REVOKE TEMPORARY ON DATABASE postgres FROM PUBLIC',
  // Made anew so that it stands in the image as it stands after a world was swept away.
  'DROP SCHEMA public CASCADE',
  'CREATE SCHEMA public AUTHORIZATION pg_database_owner',
  'GRANT USAGE ON SCHEMA public TO PUBLIC',
  `CREATE ROLE ${AUDITOR} NOLOGIN BYPASSRLS IN ROLE pg_read_all_data`,
  'VACUUM FREEZE',
  'CHECKPOINT',
] as const;
