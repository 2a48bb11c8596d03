/**
 * `npm run parity`: every answer of every lesson, on the built site in Chromium and in Node. `npm test`
 * compares a part of them, since all of them take some twenty minutes.
 */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

/** Runs a script of a package with this Node. @returns its exit code; 1 where a signal ended it */
function run(script: string, ...args: readonly string[]): number {
  const command = [resolve(root, 'node_modules', script), ...args];
  const env = { ...process.env, LEAKPROOF_PARITY: 'all' };
  return spawnSync(process.execPath, command, { cwd: root, env, stdio: 'inherit' }).status ?? 1;
}

process.exitCode =
  run('vite/bin/vite.js', 'build') ||
  run('vitest/vitest.mjs', 'run', '--project', 'e2e', 'test/e2e/parity.test.ts');
