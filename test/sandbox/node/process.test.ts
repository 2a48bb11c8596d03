import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { channelOf, type Fault, type Sandbox } from '../../../src/contract/index.ts';
import { createSandboxHost } from '../../../src/sandbox/index.ts';
import {
  createNodeSandboxHost,
  type NodeSandboxHost,
} from '../../../src/sandbox/node/node-host.ts';

// Processes that do not keep to what ours do: as if a program had taken one over whole.

let folder: string;
const hosts: NodeSandboxHost[] = [];
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'leakproof-process-'));
  await writeFile(path.join(folder, 'runtime.js'), '');
});
afterEach(() => {
  for (const host of hosts.splice(0)) host.dispose();
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const READY = '{"kind":"ready"}';
const FRAME = `
const frame = (kind, connection, text) => {
  const payload = Buffer.from(text), head = Buffer.alloc(9);
  head.writeUInt32BE(payload.length); head[4] = kind; head.writeUInt32BE(connection, 5);
  return Buffer.concat([head, payload]);
};
const write = (bytes) => require('node:fs').writeSync(1, bytes);
`;

/** A realm whose process runs this script. It starts where the script says that it is ready. */
async function start(body: string, patience = {}): Promise<Sandbox> {
  const entry = path.join(folder, `${hosts.length}.cjs`);
  await writeFile(entry, FRAME + body);
  const host = createNodeSandboxHost(() =>
    Promise.resolve({ entry, bundle: path.join(folder, 'runtime.js') }),
  );
  hosts.push(host);
  return await createSandboxHost(channelOf(host.connect().port), patience).start();
}

async function faultOf(promise: Promise<unknown>): Promise<Fault> {
  try {
    await promise;
  } catch (error) {
    return (error as { fault: Fault }).fault;
  }
  throw new Error('It did not reject.');
}

const MALFORMED = 'Your program was ended: it sent a message that no program sends.';

describe('a process that does not come up', () => {
  it.each([
    ['exits', 'process.exit(7)', 'its process ended with code 7'],
    ['throws', 'throw new Error("x")', 'its process ended with code 1'],
    [
      'says why',
      `write(frame(6, 0, 'no runtime')); process.exit(1)`,
      'its runtime did not start (no runtime)',
    ],
    ['is killed', 'process.kill(process.pid, "SIGKILL")', 'its process was ended by SIGKILL'],
  ])('because it %s', async (_, body, reason) => {
    expect(await faultOf(start(body))).toEqual({
      code: 'sandbox-failed',
      message: `The sandbox for your TypeScript could not be started: ${reason}.`,
    });
  });

  it('because it says nothing', async () => {
    expect(await faultOf(start('setInterval(() => {}, 1000)', { start: 500 }))).toMatchObject({
      code: 'sandbox-failed',
    });
  });
});

describe('a process that was taken over', () => {
  it.each([
    ['no frames', `write('hello, hello, hello')`],
    ['an unknown kind of frame', `write(frame(99, 0, ''))`],
    ['no JSON', `write(frame(1, 0, '{'))`],
    ['JSON nested without end', `write(frame(1, 0, '['.repeat(1e6)))`],
    [
      'JSON nested too deeply to be cloned',
      `write(frame(1, 0, '['.repeat(1e6) + ']'.repeat(1e6)))`,
    ],
    [
      'a connection twice',
      `for (let i = 0; i < 2; i++) write(frame(4, 1, '{"host":"h","port":1}'))`,
    ],
    ['a connection to nowhere', `write(frame(4, 1, '{}'))`],
    [
      'a mark that is none',
      `write(frame(4, 1, '{"host":"h","port":1}')); write(frame(5, 1, '{"mark":"paid"}'))`,
    ],
  ])('and sends %s is ended', async (_, body) => {
    const sandbox = await start(
      `write(frame(1, 0, '${READY}')); process.stdin.once('data', () => { ${body} })`,
    );
    expect(await faultOf(sandbox.settle())).toEqual({ code: 'program-ended', message: MALFORMED });
  });

  it('and announces more than is taken is ended before it sends it', async () => {
    const sandbox = await start(
      `write(frame(1, 0, '${READY}')); process.stdin.once('data', () => { write(Buffer.from([255, 255, 255, 255, 1, 0, 0, 0, 0])); for (;;); })`,
    );
    expect(await faultOf(sandbox.settle())).toMatchObject({
      code: 'program-ended',
      message: MALFORMED,
    });
  });

  it('and sends without end is cut off', async () => {
    const sandbox = await start(
      `write(frame(1, 0, '${READY}')); write(frame(4, 1, '{"host":"h","port":1}'));
       process.stdin.once('data', () => { const bytes = frame(2, 1, 'x'.repeat(1e6)); for (;;) write(bytes); })`,
      { answer: 30_000 },
    );
    expect(await faultOf(sandbox.settle())).toEqual({
      code: 'program-ended',
      message: 'Your program was ended: it sent more than can be followed.',
    });
  });
});
