import { MemoryFS, PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { packImage, type ImageFile } from '../file-image.ts';
import { AUDITOR } from '../roles.ts';
import {
  DATA,
  EXTENSIONS,
  installedVersion,
  LIBRARIES,
  serverFs,
  type ServerFs,
} from '../server-fs.ts';

/** In postgresql.conf. */
const SETTINGS = [
  // A server sets its buffers to zero before it starts: 128 MB of them take a third of the first
  // start, and 16 of every one after it. What has no room in 4 is read again from memory.
  'shared_buffers=4MB',
  // Segments that are kept to be written again would be in the image as well.
  'wal_recycle=off',
] as const;

/**
 * Makes the files every database starts from, as {@link packImage} puts them: the data directory, and
 * what CREATE EXTENSION reads of pgvector. Small WAL segments, no template databases and no free room
 * take the directory from 40 MB to 8 MB.
 * The statements are sent one by one: DROP DATABASE refuses to run beside another.
 */
export async function buildImage(): Promise<Uint8Array> {
  const data = new KeptData();
  const db = await PGlite.create({
    fs: data,
    extensions: { vector },
    initDbStartParams: [
      '--wal-segsize=1',
      '--no-data-checksums',
      ...SETTINGS.flatMap((setting) => ['-c', setting]),
    ],
  });
  for (const statement of PREPARATION) await db.exec(statement);
  const extension = filesOfVector(db);
  await db.close();
  if (data.kept.length === 0) throw new Error('PostgreSQL ended without its data directory');
  return packImage([...data.kept, ...extension]);
}

/**
 * Keeps the data directory as the server leaves it when it has shut down. Taken from a running
 * one, every boot would begin with crash recovery.
 */
class KeptData extends MemoryFS {
  kept: readonly ImageFile[] = [];

  override async closeFs(): Promise<void> {
    if (this.pg) this.kept = filesAt(serverFs(this.pg), DATA);
    await super.closeFs();
  }
}

function filesOfVector(db: PGlite): readonly ImageFile[] {
  const version = installedVersion(db, 'vector');
  if (version === undefined) throw new Error('PGlite started without pgvector');
  return [
    `${EXTENSIONS}/vector.control`,
    `${EXTENSIONS}/vector--${version}.sql`,
    `${LIBRARIES}/vector.so`,
  ].flatMap((name) => filesAt(serverFs(db), name));
}

/** The file of this name, or the folder and all that is in it. */
function filesAt(fs: ServerFs, name: string): readonly ImageFile[] {
  if (!fs.isDir(fs.stat(name).mode)) return [{ name, bytes: fs.readFile(name) }];
  const inside = fs.readdir(name).filter((each) => each !== '.' && each !== '..');
  return [
    { name: `${name}/`, bytes: new Uint8Array() },
    ...inside.flatMap((each) => filesAt(fs, `${name}/${each}`)),
  ];
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
