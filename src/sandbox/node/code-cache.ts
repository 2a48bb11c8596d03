import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { childArguments, childCommand, MAKE_CACHE } from './child-flags.ts';
import type { ChildFiles } from './child-process.ts';
import { FrameKind, FrameReader } from './frames.ts';

/** Milliseconds that a process has to make it, which takes it less than one second. */
const DEADLINE = 20_000;

const KIND = '.v8cache';

/**
 * V8's code cache of the runtime, made unless it is there and current. A process that starts with it
 * does not compile the runtime: half of what a start takes, and each run starts a process.
 * Source: V8, "Code caching"; Node.js, vm.Script, cachedData.
 * @returns its path; null where it cannot be made, and processes do without
 */
export async function ensureCodeCache(files: ChildFiles): Promise<string | null> {
  try {
    const folder = path.dirname(files.bundle);
    const name = `${await stampOf(files)}${KIND}`;
    const file = path.join(folder, name);
    if (await stat(file).catch(() => null)) return file;
    const made = await make(files);
    // Another name first: whoever starts a process at the same time reads none or the whole.
    const fresh = `${file}.${process.pid}`;
    await writeFile(fresh, made);
    await rename(fresh, file);
    const old = (await readdir(folder)).filter((each) => each.endsWith(KIND) && each !== name);
    await Promise.all(old.map((each) => rm(path.join(folder, each), { force: true })));
    return file;
  } catch {
    return null;
  }
}

/** Of all that V8 compares: the text, its own version, and its flags. */
async function stampOf({ entry, bundle }: ChildFiles): Promise<string> {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([process.versions, process.arch, childArguments(entry, bundle)]));
  for (const file of [entry, bundle]) hash.update(await readFile(file));
  return hash.digest('hex').slice(0, 16);
}

/** The runtime's own code and nobody else's runs in the process that makes it. */
function make({ entry, bundle }: ChildFiles): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const [command, args] = childCommand(childArguments(entry, bundle, MAKE_CACHE));
    const child = spawn(command, args, {
      cwd: path.dirname(entry),
      env: {},
      stdio: ['pipe', 'pipe', 'ignore'],
      windowsHide: true,
      timeout: DEADLINE,
    });
    const reader = new FrameReader();
    child.on('error', reject);
    child.on('exit', () => {
      reject(new Error('It ended without a cache.'));
    });
    child.stdin.on('error', () => undefined);
    child.stdout.on('data', (chunk: Buffer) => {
      const cache = reader.read(chunk).find(({ kind }) => kind === FrameKind.cache);
      if (!cache) return;
      resolve(cache.payload);
      child.kill('SIGKILL');
    });
  });
}
