import { execFileSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/contract/index.ts';
import { openDatabase } from '../../src/database/index.ts';
import { loadNodeAssets } from '../../src/database/node/assets.ts';
import { readLesson } from './error-leakage-bench.ts';

const { folder } = await readLesson();
const { manifest } = folder;

let database: Database;
beforeAll(async () => {
  database = await openDatabase(await loadNodeAssets());
});
afterAll(() => database.close());

describe('“in your code base, look for…”', () => {
  const fences = (language: string): string[] =>
    [...folder.prose.recap.matchAll(/```(\w+)\n([\s\S]*?)```/g)]
      .filter(([, found]) => found === language)
      .map(([, , text = '']) => text.trim());

  /** What a command prints, over an answer's files in `src/`. */
  async function greps(command: string, ...answers: string[]): Promise<string[]> {
    const cwd = await mkdtemp(path.join(tmpdir(), 'leakproof-grep-'));
    try {
      for (const answer of answers) {
        await cp(path.join(folder.folder, answer), path.join(cwd, 'src'), { recursive: true });
      }
      return execFileSync('sh', ['-c', `${command} || true`], { cwd, encoding: 'utf8' })
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => line.split(':')[0] ?? '');
    } finally {
      await rm(cwd, { recursive: true });
    }
  }

  it('the first finds what is answered with an error’s own words', async () => {
    const [words = ''] = fences('sh');
    expect(await greps(words, 'starter')).toEqual(['src/boundary.ts']);
    expect(await greps(words, 'starter', 'wrong/tool-found-outside')).toEqual([]);
    for (const { name } of manifest.right) {
      expect(await greps(words, 'starter', `right/${name}`), name).toEqual([]);
    }
  });

  it('the second finds what the logger drops', async () => {
    const [, logged = ''] = fences('sh');
    expect(await greps(logged, 'starter')).toEqual(['src/boundary.ts']);
    expect(await greps(logged, 'starter', 'wrong/under-another-key')).toEqual(['src/boundary.ts']);
    expect(await greps(logged, 'starter', 'wrong/error-as-text')).toEqual(['src/boundary.ts']);
    // Makes its lines of the fields and causes as well, which no grep can tell.
    const asText = ['src/boundary.ts', 'src/boundary.ts', 'src/boundary.ts'];
    for (const { name } of manifest.right) {
      const expected = name === 'line-per-error' ? asText : [];
      expect(await greps(logged, 'starter', `right/${name}`), name).toEqual(expected);
    }
  });

  it('the query finds the function whose errors have the DETAIL', async () => {
    const [exempt = ''] = fences('sql');
    await database.renew();
    const setup = await readFile(path.join(folder.folder, 'setup.sql'), 'utf8');
    const { error, statements } = await database.superuser(`${setup};${exempt}`);
    expect(error).toBeNull();
    expect(statements.at(-1)?.rows).toEqual([['pay(text,text,integer)', 'app_owner']]);
  });
});
