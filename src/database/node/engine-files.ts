import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { buildImage } from './image.ts';
import { withoutUnused } from './server-files.ts';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, '../../..');
const folder = path.join(root, '.engine');

/** Where the engine's files lie: what the browser fetches, and Node reads. Not under version control. */
export const ENGINE_FILES = {
  module: path.join(folder, 'pglite.wasm.gz'),
  files: path.join(folder, 'pglite.data.gz'),
  image: path.join(folder, 'image.gz'),
  /** Bytes of each file above, so that a page knows what there is to fetch before it asks. */
  sizes: path.join(folder, 'sizes.json'),
} as const;

const STAMP = path.join(folder, 'stamp');

/**
 * Writes the engine's files unless they are there and current. They are stored gzipped, so that
 * a host that compresses nothing still sends 5 MB and not 25.
 * @param log takes one line per step
 */
export async function ensureEngineFiles(
  log: (line: string) => void = () => undefined,
): Promise<void> {
  const stamp = await currentStamp();
  if (await isCurrent(stamp)) return;
  log('Building the database image (once, some seconds)');
  const dist = path.dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite'));
  // A folder of its own that is renamed at the end: two builds at once do not mix, and one that
  // is interrupted leaves nothing that looks complete.
  const work = `${folder}-${process.pid}`;
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  const put = (target: string, bytes: Uint8Array): Promise<void> =>
    writeFile(path.join(work, path.basename(target)), bytes);
  const compress = promisify(gzip);
  const level = { level: 9 };
  const data = await readFile(path.join(dist, 'pglite.data'));
  const script = await readFile(path.join(dist, 'pglite.js'), 'utf8');
  const contents = {
    module: await compress(await readFile(path.join(dist, 'pglite.wasm')), level),
    files: await compress(withoutUnused(data, script), level),
    image: await compress(await buildImage(), level),
  };
  const sizes: Record<string, number> = {};
  for (const [name, bytes] of Object.entries(contents)) {
    sizes[name] = bytes.length;
    await put(ENGINE_FILES[name as keyof typeof contents], bytes);
  }
  await put(ENGINE_FILES.sizes, new TextEncoder().encode(JSON.stringify(sizes)));
  await writeFile(path.join(work, 'stamp'), stamp);
  await rm(folder, { recursive: true, force: true });
  try {
    await rename(work, folder);
  } catch (error) {
    // Another build was faster; its files are as good as ours.
    await rm(work, { recursive: true, force: true });
    if (!(await isCurrent(stamp))) throw error;
  }
}

async function isCurrent(stamp: string): Promise<boolean> {
  if (!Object.values(ENGINE_FILES).every((file) => existsSync(file))) return false;
  return (await readFile(STAMP, 'utf8').catch(() => '')) === stamp;
}

/** Changes when PGlite, pgvector or the way the image is made does. */
async function currentStamp(): Promise<string> {
  const hash = createHash('sha256');
  for (const file of [
    'image.ts',
    'engine-files.ts',
    'server-files.ts',
    '../file-image.ts',
    '../server-fs.ts',
    '../roles.ts',
  ]) {
    hash.update(await readFile(path.join(here, file)));
  }
  const lock = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  hash.update(lock.dependencies['@electric-sql/pglite'] ?? '');
  hash.update(lock.dependencies['@electric-sql/pglite-pgvector'] ?? '');
  return hash.digest('hex');
}
