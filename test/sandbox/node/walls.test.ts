import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { childArguments, childCommand } from '../../../src/sandbox/node/child-flags.ts';

// What stands behind the context: a script that runs where a program would be that got out of it,
// with the flags and limits of a submission's process, and nothing of ours.

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'leakproof-walls-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** Runs a script in the realm of such a process. */
async function run(
  body: string,
): Promise<{ out: string; code: number | null; signal: string | null }> {
  const entry = path.join(folder, 'entry.cjs');
  const bundle = path.join(folder, 'bundle.js');
  await writeFile(entry, `try { ${body} } catch (error) { console.log(error.code ?? error.name) }`);
  await writeFile(bundle, 'the bundle');
  const [command, args] = childCommand(childArguments(entry, bundle));
  const { stdout, status, signal } = spawnSync(command, args, {
    env: {},
    encoding: 'utf8',
    cwd: folder,
  });
  return { out: stdout.trim(), code: status, signal };
}

describe('a process with the flags of a submission', () => {
  it('reads the bundle', async () => {
    const { out } = await run(
      `console.log(require('node:fs').readFileSync(process.argv[2], 'utf8'))`,
    );
    expect(out).toBe('the bundle');
  });

  it.each([
    ['reading a file', `require('node:fs').readFileSync('/etc/passwd')`],
    ['listing its own folder', `require('node:fs').readdirSync('.')`],
    [
      'reading through a relative path',
      `require('node:fs').readFileSync(process.argv[2] + '/../../etc/passwd')`,
    ],
    ['reading its environment', `require('node:fs').readFileSync('/proc/self/environ')`],
    ['writing a file', `require('node:fs').writeFileSync('/tmp/leakproof-was-here', 'x')`],
    ['writing the file that it may read', `require('node:fs').writeFileSync(process.argv[2], 'x')`],
    ['starting a process', `require('node:child_process').execSync('true')`],
    ['starting a thread', `new (require('node:worker_threads').Worker)('1', { eval: true })`],
    ['WASI', `new (require('node:wasi').WASI)({ version: 'preview1' })`],
    ['an addon', `process.dlopen({ exports: {} }, '/nothing.node')`],
    ['a debugger', `require('node:inspector').open(0)`],
  ])('refuses %s', async (_, body) => {
    const { out } = await run(`${body}; console.log('done')`);
    expect(out).toMatch(/^ERR_(ACCESS_DENIED|DLOPEN_DISABLED|INVALID_ARG)/);
  });

  it.each(['new Function("return 1")', 'eval("1")', '(async () => {}).constructor("return 1")'])(
    'makes no code of strings: %s',
    async (body) => {
      expect((await run(`${body}; console.log('done')`)).out).toBe('EvalError');
    },
  );

  it.each([
    'Object.prototype',
    'Function.prototype',
    'Promise.prototype',
    'Array',
    'Error',
    'Reflect',
  ])('has frozen intrinsics: %s', async (name) => {
    expect((await run(`console.log(Object.isFrozen(${name}))`)).out).toBe('true');
  });

  it('has no environment', async () => {
    expect((await run('console.log(Object.keys(process.env).join())')).out).toMatch(
      /^(PWD,?|SHLVL,?|_,?|OLDPWD,?)*$/,
    );
  });

  it.skipIf(process.platform === 'win32')(
    'is ended when buffers take more than it may have',
    async () => {
      const { out, code, signal } = await run(
        `const all = []; for (;;) all.push(new Uint8Array(2 ** 24).fill(1)); console.log('done')`,
      );
      expect(out).not.toContain('done');
      expect(out === 'RangeError' || signal !== null || code !== 0).toBe(true);
    },
  );
});
