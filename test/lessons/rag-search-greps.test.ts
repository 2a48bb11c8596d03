import { execFileSync } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readLesson } from './rag-search-bench.ts';
import { openShelf, type Shelf } from './rag-search-shelf.ts';

const { folder, answers } = await readLesson();
const { manifest } = folder;

const fences = (language: string): string[] =>
  [...folder.prose.recap.matchAll(/```(\w+)\n([\s\S]*?)```/g)]
    .filter(([, found]) => found === language)
    .map(([, , text = '']) => text.trim());

/** What a command prints, over an answer's files in `src/`. */
async function greps(command: string, ...names: string[]): Promise<string[]> {
  const cwd = await mkdtemp(path.join(tmpdir(), 'leakproof-grep-'));
  try {
    for (const name of names) {
      await cp(path.join(folder.folder, name), path.join(cwd, 'src'), { recursive: true });
    }
    return execFileSync('sh', ['-c', `${command} || true`], { cwd, encoding: 'utf8' })
      .split('\n')
      .filter((line) => line !== '');
  } finally {
    await rm(cwd, { recursive: true });
  }
}

describe('“in your code base, look for…”', () => {
  const [pooled = '', unending = ''] = fences('sh');

  it('the first grep finds each statement that goes past a tenant’s client', async () => {
    expect(await greps(pooled, 'starter')).toHaveLength(5);
    expect(await greps(pooled, 'starter', 'wrong/one-endpoint-wrapped')).toHaveLength(2);
    for (const { name } of manifest.right) {
      expect(await greps(pooled, 'starter', `right/${name}`), name).toEqual([]);
    }
  });

  it('the second grep finds a distance that nothing tells to go on', async () => {
    expect(await greps(unending, 'starter')).toEqual(['src/knowledge.ts']);
    expect(await greps(unending, 'starter', 'wrong/starved')).toEqual(['src/knowledge.ts']);
    for (const { name } of manifest.right) {
      expect(await greps(unending, 'starter', `right/${name}`), name).toEqual([]);
    }
  });

  describe('the query', () => {
    let shelf: Shelf;
    beforeAll(async () => {
      shelf = await openShelf(folder);
    });
    afterAll(() => shelf.close());

    it('names the tables whose policies do not bind the role that asks', async () => {
      const [unbound = ''] = fences('sql');
      const starter = folder.starter['policies.sql'] ?? '';
      await shelf.fill(starter);
      expect(await shelf.as(null, unbound)).toEqual([
        ['sources', 'f', 'f'],
        ['chunks', 't', 'f'],
      ]);
      for (const { name } of manifest.right) {
        const own = answers.find((answer) => answer.name === name)?.files['policies.sql'];
        await shelf.fill(own ?? starter);
        expect(await shelf.as(null, unbound), name).toEqual([]);
      }
    });
  });
});
