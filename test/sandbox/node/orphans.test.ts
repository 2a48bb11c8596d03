import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

// What becomes of a program that runs in a circle when whoever grades it ends: by itself, by a
// signal, by an error.

const root = path.resolve(import.meta.dirname, '../../..');

/**
 * Starts a process that runs a program in a realm, and tells its number and the realm's.
 * @param then what it does once the program runs
 * @param program of the function that it calls
 */
async function startGrading(
  then: string,
  program = 'for (;;) {}',
): Promise<{ parent: ChildProcess; child: number }> {
  const script = `
    import { subscribe } from 'node:diagnostics_channel';
    import { channelOf } from './src/contract/index.ts';
    import { compileProgram } from './src/sandbox/compile/compile-program.ts';
    import { createSandboxHost } from './src/sandbox/index.ts';
    import { createNodeSandboxHost } from './src/sandbox/node/node-host.ts';
    let child;
    subscribe('child_process', (event) => { child = event.process; });
    const line = createNodeSandboxHost().connect();
    const sandbox = await createSandboxHost(channelOf(line.port)).start();
    const program = compileProgram({ 'app.ts': 'export function attack() { ${program} }' });
    await sandbox.load(program, { env: {}, files: {}, gated: false });
    sandbox.call('app.ts', 'attack', []);
    console.log('child', child.pid);
    ${then}
  `;
  const parent = spawn(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '--eval', script],
    { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const child = await new Promise<number>((resolve, reject) => {
    let text = '';
    parent.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const found = /child (\d+)\n/.exec(text);
      if (found) resolve(Number(found[1]));
    });
    parent.once('exit', () => {
      reject(new Error(`It ended early: ${text}`));
    });
  });
  return { parent, child };
}

const exited = (parent: ChildProcess): Promise<unknown> =>
  parent.exitCode !== null || parent.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => parent.once('exit', resolve));

/** A process that has ended may still be listed, as a zombie, until it is waited for. */
function isAlive(pid: number): boolean {
  if (process.platform === 'linux') {
    if (!existsSync(`/proc/${pid}/stat`)) return false;
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  }
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const FOR_EVER = 'setInterval(() => {}, 1000);';

describe.skipIf(process.platform === 'win32')('an endless program', () => {
  it.each([
    ['exits', 'process.exit(0);'],
    ['throws', 'setTimeout(() => { throw new Error("on purpose"); }, 0);'],
  ])('ends with a parent that %s', async (_, then) => {
    const { parent, child } = await startGrading(then);
    await exited(parent);
    await expect.poll(() => isAlive(child)).toBe(false);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'ends with a parent that gets %s',
    async (signal) => {
      const { parent, child } = await startGrading(FOR_EVER);
      expect(isAlive(child)).toBe(true);
      parent.kill(signal);
      await exited(parent);
      expect(parent.signalCode).toBe(signal);
      await expect.poll(() => isAlive(child)).toBe(false);
    },
  );
});

describe.skipIf(process.platform === 'win32')('a program that rests', () => {
  it('ends with a parent that is killed', async () => {
    const { parent, child } = await startGrading(FOR_EVER, 'setInterval(() => {}, 10)');
    parent.kill('SIGKILL');
    await exited(parent);
    await expect.poll(() => isAlive(child)).toBe(false);
  });
});
