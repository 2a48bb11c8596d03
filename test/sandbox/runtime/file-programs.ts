import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { evaluateInNode } from './in-node.ts';
import type { TestRealm } from './realm.ts';

/** A program around the body of `main(root)`, with words for what fails and how. */
const moduleOf = (body: string): string => `
import fs from 'node:fs';
import fsp from 'node:fs/promises';
let root = '';
const at = (name: string) => root + '/' + name;
const said = (error: any) => ({ code: error.code, message: String(error.message).replaceAll(root, ''), syscall: error.syscall, errno: error.errno, path: error.path?.replaceAll?.(root, '') });
async function fails(promise: Promise<unknown>): Promise<any> {
  try { await promise; return 'did not fail'; } catch (error) { return said(error); }
}
function fails2(run: () => unknown): any { try { run(); return 'did not fail'; } catch (error: any) { return error.code; } }
/** Every entry below a folder, with what it is. */
function tree(folder = root): any { return fs.readdirSync(folder).sort().flatMap((name: string) => {
  const full = folder + '/' + name; const stats = fs.lstatSync(full); const label = full.replace(root, '');
  if (stats.isSymbolicLink()) return [label + ' -> ' + fs.readlinkSync(full).replace(root, '')];
  return stats.isDirectory() ? [label + '/', ...tree(full)] : [label + ' = ' + fs.readFileSync(full, 'utf8')];
}); }
const used = [fs, fsp, at, fails, fails2, tree];
export async function main(folder: string) { root = folder; ${body} }`;

/**
 * Runs a body in Node, on a folder of the real file system, and in a realm on its own: both begin
 * with `a.txt`, a `link` to it, and `folder` with a link `up` to `..`.
 */
export async function inBoth(
  realm: TestRealm,
  body: string,
): Promise<{ readonly node: unknown; readonly realm: unknown }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'leakproof-'));
  try {
    writeFileSync(path.join(folder, 'a.txt'), 'alpha');
    symlinkSync(path.join(folder, 'a.txt'), path.join(folder, 'link'));
    mkdirSync(path.join(folder, 'folder'));
    symlinkSync('..', path.join(folder, 'folder/up'));
    const source = moduleOf(body);
    const inNode = await evaluateInNode(source).main?.(folder);
    const files = {
      '/root/a.txt': { text: 'alpha' },
      '/root/link': { link: '/root/a.txt' },
      '/root/folder/up': { link: '..' },
    };
    const fault = await realm.load({ 'app.ts': source }, { files });
    if (fault) throw new Error(fault.message);
    const answer = undefinedAway(await realm.value('main', '/root'));
    const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
    return { node: plain(inNode), realm: plain(answer) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function undefinedAway(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(undefinedAway);
  if (typeof value !== 'object' || value === null) return value;
  if ('@' in value && value['@'] === 'undefined') return undefined;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, undefinedAway(inner)]),
  );
}
