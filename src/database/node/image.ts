import { MemoryFS, PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { AUDITOR } from '../roles.ts';

/** In postgresql.conf. */
const SETTINGS = [
  // A server sets its buffers to zero before it starts, and 128 MB of them take a third of that
  // time. The database of a lesson is smaller than 16.
  'shared_buffers=16MB',
  // Segments that are kept to be written again would be in the image as well.
  'wal_recycle=off',
] as const;

/**
 * Makes the data directory every database starts from, as an uncompressed tar.
 * Small WAL segments, no template databases and no free room take it from 40 MB to 8 MB.
 * The statements are sent one by one: DROP DATABASE refuses to run beside another.
 */
export async function buildImage(): Promise<Uint8Array> {
  const fs = new ImageFs();
  const db = await PGlite.create({
    fs,
    extensions: { vector },
    initDbStartParams: [
      '--wal-segsize=1',
      '--no-data-checksums',
      ...SETTINGS.flatMap((setting) => ['-c', setting]),
    ],
  });
  for (const statement of PREPARATION) await db.exec(statement);
  await db.close();
  if (!fs.image) throw new Error('PostgreSQL ended without its data directory');
  return new Uint8Array(await fs.image.arrayBuffer());
}

/**
 * Keeps the data directory as the server leaves it when it has shut down. Taken from a running
 * one, every boot would begin with crash recovery.
 */
class ImageFs extends MemoryFS {
  image: Blob | undefined;

  override async closeFs(): Promise<void> {
    this.image = await this.dumpTar('image', 'none');
    await super.closeFs();
  }
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
  // Written anew without the room that initdb's own work left, and with the log behind it: what is
  // to be unpacked goes from 10 to 7 MB, most of the last of which are a log's zeros.
  'VACUUM FULL FREEZE',
  'CHECKPOINT',
  'SELECT pg_switch_wal()',
  'CHECKPOINT',
] as const;
