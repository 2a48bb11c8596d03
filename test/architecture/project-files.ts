/** The project's own files, as paths from its root with forward slashes. */
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');

export function filesUnder(folder: string, pattern: RegExp): string[] {
  return readdirSync(resolve(root, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    .filter((path) => pattern.test(path))
    .sort();
}

export function textOf(path: string): string {
  return readFileSync(resolve(root, path), 'utf8');
}
