import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { CHUNKS } from '../runtime/chunks.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = path.join(root, '.engine', 'sandbox');
const here = fileURLToPath(new URL('.', import.meta.url));
const runtime = fileURLToPath(new URL('../runtime/', import.meta.url));

/** Where the realm's scripts lie, as text. Not under version control. */
export const SANDBOX_FILES = {
  /** The runtime: evaluated in every realm. */
  runtime: path.join(folder, 'runtime.js'),
  /** The MCP SDK: handed to a realm whose program imports it. See runtime/chunks.ts. */
  mcp: path.join(folder, 'mcp.js'),
} as const;

const STAMP = path.join(folder, 'stamp');
let building: Promise<void> | null = null;

/**
 * Writes the realm's scripts unless they are there and current. Several processes may do so at
 * once: each file appears whole, and the stamp last.
 * @param log takes one line per step
 */
export function ensureSandboxFiles(log: (line: string) => void = () => undefined): Promise<void> {
  building ??= write(log).finally(() => {
    building = null;
  });
  return building;
}

async function write(log: (line: string) => void): Promise<void> {
  const stamp = await currentStamp();
  if (await isCurrent(stamp)) return;
  // Here and not above: Vite takes longer to load than all that grade does before its first check.
  const { bundleChunk, bundleRuntime } = await import('./bundle.ts');
  log("Building the sandbox's runtime (once, some seconds)");
  const texts: [string, string][] = [[SANDBOX_FILES.runtime, (await bundleRuntime()).text]];
  for (const name of Object.keys(CHUNKS)) {
    texts.push([path.join(folder, `${name}.js`), (await bundleChunk(name)).text]);
  }
  await mkdir(folder, { recursive: true });
  for (const [file, text] of [...texts, [STAMP, stamp] as const]) await putWhole(file, text);
}

/** A file of another name that is renamed: nobody ever reads half of it. */
async function putWhole(file: string, text: string): Promise<void> {
  const work = `${file}.${process.pid}`;
  await writeFile(work, text);
  try {
    await rename(work, file);
  } catch (error) {
    await rm(work, { force: true });
    throw error;
  }
}

async function isCurrent(stamp: string): Promise<boolean> {
  if (!Object.values(SANDBOX_FILES).every((file) => existsSync(file))) return false;
  return (await readFile(STAMP, 'utf8').catch(() => '')) === stamp;
}

/** Changes when the runtime does, the way it is bundled, or a package. */
async function currentStamp(): Promise<string> {
  const hash = createHash('sha256');
  for (const place of [runtime, here]) {
    const files = await readdir(place, { recursive: true });
    for (const file of files.filter((name) => name.endsWith('.ts')).sort()) {
      hash.update(`${file}\0`).update(await readFile(path.join(place, file)));
    }
  }
  hash.update(await readFile(path.join(root, 'package-lock.json')));
  return hash.digest('hex');
}
