import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as z from 'zod/mini';
import { ROOT } from '../../../../src/cli/lesson-code.ts';
import type { FileTexts, PoolMode } from '../../../../src/contract/index.ts';
import { serveRedis } from './redis-over-tcp.ts';
import { serveOverTcp } from './wire-over-tcp.ts';

/** A repository with an exported file in it, and the database that its code meets. */
export interface Repository {
  readonly name: string;
  /** The code of a team, and beside it the exported file. */
  readonly files: FileTexts;
  readonly sql: string;
  /** The role that its DATABASE_URL names. */
  readonly user: string;
  /** A directory that its code names and no machine of ours has: it is given one of its own. */
  readonly volume?: string | undefined;
}

/** The titles of a file's tests. A file that cannot be run at all has `broken` to say why. */
export interface TestReport {
  readonly passed: readonly string[];
  readonly failed: readonly string[];
  readonly broken: string | null;
}

/** Of vitest's JSON report, what is read here. */
const Report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      message: z.string(),
      assertionResults: z.array(
        z.object({
          status: z.string(),
          fullName: z.string(),
          failureMessages: z.array(z.string()),
        }),
      ),
    }),
  ),
});

/** For what hangs: dozens of files take half a minute on a busy machine. */
const PATIENCE_MS = 400_000;

export const EXPORTED = 'isolation.test.ts';

/** Gives each file the database that is called like its folder, and a Redis of its own by number. */
const whereTo = (
  ports: { readonly postgres: number; readonly redis: number },
  users: Readonly<Record<string, string>>,
): string => `
import path from 'node:path';
import { expect } from 'vitest';
const users = ${JSON.stringify(users)};
const name = path.basename(path.dirname(expect.getState().testPath));
const as = (user) => \`postgres://\${encodeURIComponent(user)}@127.0.0.1:${ports.postgres}/\${name}\`;
process.env.DATABASE_URL = as(users[name]);
process.env.ADMIN_URL = as('postgres');
process.env.REDIS_URL = \`redis://127.0.0.1:${ports.redis}/\${Object.keys(users).indexOf(name)}\`;
`;

const configuration = `export default { test: { include: ['*/${EXPORTED}'], setupFiles: ['./where-to.ts'],
  fileParallelism: false, retry: 0, testTimeout: 5000, hookTimeout: 20000 } };`;

/**
 * Runs the exported file in each repository, as a team would: a vitest of its own, `pg` and `redis`
 * over sockets, and at the other ends the in-page server and the sandbox's Redis.
 */
export async function runExported(
  repositories: readonly Repository[],
  mode: PoolMode = 'direct',
): Promise<ReadonlyMap<string, TestReport>> {
  // Without the links that may lead to it: some answers compare what realpath says.
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'leakproof-export-')));
  const server = await serveOverTcp(
    new Map(repositories.map(({ name, sql }) => [name, sql])),
    mode,
  );
  const redis = await serveRedis();
  try {
    await symlink(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
    const users = Object.fromEntries(repositories.map(({ name, user }) => [name, user]));
    await writeFile(
      path.join(folder, 'where-to.ts'),
      whereTo({ postgres: server.port, redis: redis.port }, users),
    );
    await writeFile(path.join(folder, 'vitest.config.mjs'), configuration);
    await writeFile(path.join(folder, 'package.json'), '{"type":"module"}');
    for (const { name, files, volume } of repositories) {
      const repository = path.join(folder, name);
      await mkdir(repository);
      for (const [file, text] of Object.entries(files))
        await writeFile(
          path.join(repository, file),
          volume === undefined ? text : text.replaceAll(volume, path.join(repository, volume)),
        );
    }
    const output = await vitest(folder);
    return await readReport(path.join(folder, 'report.json'), output);
  } finally {
    await redis.close();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Its exit code says whether a test failed, which here is no news. */
function vitest(folder: string): Promise<string> {
  const entry = path.join(
    path.dirname(createRequire(import.meta.url).resolve('vitest/package.json')),
    'vitest.mjs',
  );
  const reports = ['--reporter=json', `--outputFile=${path.join(folder, 'report.json')}`];
  // Without what this run of vitest tells its own workers.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(?:VITEST|TEST|NODE_ENV$)/.test(name)),
  );
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [entry, 'run', ...reports], {
      cwd: folder,
      env,
      timeout: PATIENCE_MS,
    });
    const output: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (bytes: Uint8Array) => output.push(new TextDecoder().decode(bytes)));
    child.on('error', reject);
    child.on('close', () => resolve(output.join('')));
  });
}

async function readReport(file: string, output: string): Promise<ReadonlyMap<string, TestReport>> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Error(`vitest wrote no report:\n${output}`);
  });
  const { testResults } = Report.parse(JSON.parse(text));
  return new Map(
    testResults.map(({ name, message, assertionResults }): [string, TestReport] => {
      const titles = (wanted: string): string[] =>
        assertionResults.filter(({ status }) => status === wanted).map(({ fullName }) => fullName);
      return [
        path.basename(path.dirname(name)),
        {
          passed: titles('passed'),
          failed: titles('failed'),
          broken: message === '' ? null : message,
        },
      ];
    }),
  );
}
