import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { openProcessLine } from '../../../src/sandbox/node/process-line.ts';

// What a thread started is ended with its line, whenever its note arrives.

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** A process that runs in a circle and so notices nothing. */
async function spinning(): Promise<{ pid: number; exit: Promise<unknown[]> }> {
  const child = spawn(process.execPath, ['--eval', 'process.stdout.write("."); for (;;);']);
  children.push(child);
  const exit = once(child, 'exit');
  await once(child.stdout, 'data');
  return { pid: child.pid ?? 0, exit };
}

describe('the line to a thread that starts processes', () => {
  it('ends those that run when it is closed', async () => {
    const line = openProcessLine();
    const [first, second] = [await spinning(), await spinning()];
    line.port.postMessage({ pid: first.pid, runs: true }, []);
    line.port.postMessage({ pid: second.pid, runs: true }, []);
    // The messages of one port are taken in a turn before a process has answered.
    await spinning();
    line.close();
    expect(await first.exit).toEqual([null, 'SIGKILL']);
    expect(await second.exit).toEqual([null, 'SIGKILL']);
  });

  it('ends one that it hears of after it was closed', async () => {
    const line = openProcessLine();
    const { pid, exit } = await spinning();
    line.close();
    line.port.postMessage({ pid, runs: true }, []);
    expect(await exit).toEqual([null, 'SIGKILL']);
  });

  it('leaves alone the number of one that has exited, which may be another’s by now', async () => {
    const line = openProcessLine();
    const { pid } = await spinning();
    line.port.postMessage({ pid, runs: true }, []);
    line.port.postMessage({ pid, runs: false }, []);
    const other = await spinning();
    line.port.postMessage({ pid: other.pid, runs: true }, []);
    await spinning();
    line.close();
    expect(await other.exit).toEqual([null, 'SIGKILL']);
    expect(children.find((child) => child.pid === pid)).toMatchObject({
      exitCode: null,
      signalCode: null,
    });
  });
});
