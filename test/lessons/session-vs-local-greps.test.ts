import { execFileSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { pgClient } from '../database/support/pg-client.ts';
import { readLesson } from './session-vs-local-bench.ts';
import { ACME, SESSION, useServer } from './session-vs-local-server.ts';

const { folder } = await readLesson();
const { manifest } = folder;
const serve = useServer(folder);

describe('“in your code base, look for…”', () => {
  const fences = (language: string): string[] =>
    [...folder.prose.recap.matchAll(/```(\w+)\n([\s\S]*?)```/g)]
      .filter(([, found]) => found === language)
      .map(([, , text = '']) => text.trim());

  /** What a command prints, over an answer's files in `src/`. */
  const greps = (command: string, ...answers: string[]): Promise<string[]> =>
    grepsEdited(command, (text) => text, ...answers);

  /** The same, with the wrapper edited. */
  async function grepsEdited(
    command: string,
    edit: (text: string) => string,
    ...answers: string[]
  ): Promise<string[]> {
    const cwd = await mkdtemp(path.join(tmpdir(), 'leakproof-grep-'));
    try {
      for (const answer of answers) {
        await cp(path.join(folder.folder, answer), path.join(cwd, 'src'), { recursive: true });
      }
      const wrapper = path.join(cwd, 'src/tenant.ts');
      await writeFile(wrapper, edit(await readFile(wrapper, 'utf8')));
      return execFileSync('sh', ['-c', `${command} || true`], { cwd, encoding: 'utf8' })
        .split('\n')
        .filter((line) => line !== '');
    } finally {
      await rm(cwd, { recursive: true });
    }
  }
  const filesIn = (lines: readonly string[]): string[] =>
    [...new Set(lines.map((line) => line.split(':')[0] ?? ''))].sort();

  it('the first grep finds what is set for the session, and nothing in a sound answer', async () => {
    const [session = ''] = fences('sh');
    expect(filesIn(await greps(session, 'starter'))).toEqual(['src/invoices.ts', 'src/tenant.ts']);
    expect(filesIn(await greps(session, 'starter', 'wrong/export-forgotten'))).toEqual([
      'src/invoices.ts',
    ]);
    for (const { name } of manifest.right) {
      expect(await greps(session, 'starter', `right/${name}`), name).toEqual([]);
    }
  });

  it('the second grep finds what is set for a transaction that nobody began', async () => {
    const [, local = ''] = fences('sh');
    expect(await greps(local, 'starter', 'wrong/local-without-transaction')).toEqual([
      'src/tenant.ts',
    ]);
    for (const { name } of manifest.right) {
      expect(await greps(local, 'starter', `right/${name}`), name).toEqual([]);
    }
  });

  it('the second grep knows each way to begin, and is silent where nothing is set', async () => {
    const [, local = ''] = fences('sh');
    const right = ['starter', 'right/try-catch-finally'];
    const other = (text: string): string => text.replace("'BEGIN'", "'START TRANSACTION'");
    expect(await grepsEdited(local, other, ...right)).toEqual([]);
    const none = (text: string): string => text.replace("'BEGIN'", "'SELECT 1'");
    expect(await grepsEdited(local, none, ...right)).toEqual(['src/tenant.ts']);
    // Without -r, xargs runs its command once on no file, and grep names its standard input.
    expect(await greps(local, 'starter')).toEqual([]);
  });

  it('the query tells what a connection brings along', async () => {
    const [inherited = ''] = fences('sql');
    await serve(async (server) => {
      const [first, second] = [await pgClient(server), await pgClient(server)];
      expect((await second.query(inherited)).rows).toEqual([{ inherited: null }]);
      await first.query(SESSION, [ACME]);
      expect((await second.query(inherited)).rows).toEqual([{ inherited: ACME }]);
      await first.query('RESET app.tenant_id');
      expect((await second.query(inherited)).rows).toEqual([{ inherited: null }]);
      await Promise.all([first.end(), second.end()]);
    });
  });
});
