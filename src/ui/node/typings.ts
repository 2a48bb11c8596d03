import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ownTypings, packageTypings } from './collect-typings.ts';

const here = import.meta.dirname;
const root = path.resolve(here, '../../..');
const folder = path.join(root, '.engine/typings');

/** Packages whose typings are fetched together. What a lesson does not import is not fetched. */
export const TYPED_PACKAGES = {
  core: ['pg', 'pgvector/pg'],
  zod: ['zod', 'zod/v4'],
  mcp: [
    '@modelcontextprotocol/sdk/client/index.js',
    '@modelcontextprotocol/sdk/inMemory.js',
    '@modelcontextprotocol/sdk/server/index.js',
    '@modelcontextprotocol/sdk/server/mcp.js',
    '@modelcontextprotocol/sdk/types.js',
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;

type Group = keyof typeof TYPED_PACKAGES;
const GROUPS = Object.keys(TYPED_PACKAGES) as readonly Group[];

const fileOf = (group: Group): string => path.join(folder, `${group}.json`);
const STAMP = path.join(folder, 'stamp');

/**
 * Writes the declarations of all that the learner's TypeScript may import, for the editor, unless
 * they are there and current.
 * @param log takes one line per step
 */
export async function ensureTypings(log: (line: string) => void = () => undefined): Promise<void> {
  const stamp = await currentStamp();
  if (await isCurrent(stamp)) return;
  log('Collecting typings for the editor (once)');
  await mkdir(folder, { recursive: true });
  for (const group of GROUPS) {
    const packages = packageTypings(TYPED_PACKAGES[group]);
    const typings = group === 'core' ? { ...ownTypings(), ...packages } : packages;
    await put(fileOf(group), JSON.stringify(typings));
  }
  await put(STAMP, stamp);
}

/** Whole or not at all, also where two builds write at once. */
async function put(file: string, text: string): Promise<void> {
  const beside = `${file}-${process.pid}`;
  await writeFile(beside, text);
  await rename(beside, file);
}

async function isCurrent(stamp: string): Promise<boolean> {
  if (!GROUPS.every((group) => existsSync(fileOf(group)))) return false;
  return (await readFile(STAMP, 'utf8').catch(() => '')) === stamp;
}

/** Changes with our declarations, with the way they are collected, and with what is installed. */
async function currentStamp(): Promise<string> {
  const hash = createHash('sha256');
  hash.update(JSON.stringify(ownTypings()));
  for (const file of ['collect-typings.ts', 'typings.ts', '../../../package-lock.json']) {
    hash.update(await readFile(path.join(here, file)));
  }
  return hash.digest('hex');
}
