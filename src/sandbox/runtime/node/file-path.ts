import { Buffer } from 'buffer/';
import path from 'path-browserify';

/** Where a program runs: relative paths start here. */
export const WORKING_DIRECTORY = '/app';

/** A path argument of `node:fs` as text; null for what is no path, a file descriptor above all. */
export function pathOf(argument: unknown): string | null {
  if (typeof argument === 'string') return argument;
  if (argument instanceof Uint8Array) return Buffer.from(argument).toString();
  if (typeof argument !== 'object' || argument === null) return null;
  const { protocol, pathname } = argument as { protocol?: unknown; pathname?: unknown };
  if (protocol !== 'file:' || typeof pathname !== 'string') return null;
  return decodeURIComponent(pathname);
}

export function absolute(text: string): string {
  return path.resolve(WORKING_DIRECTORY, text);
}
