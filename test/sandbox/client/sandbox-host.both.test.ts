import { describe, expect, it } from 'vitest';
import type { Fault, Program, Sandbox, SandboxWorld } from '../../../src/contract/index.ts';
import { openFakeHost, type Script } from './fake-host.ts';

const PROGRAM: Program = { modules: { 'app.ts': { code: '', map: '{}' } } };
const WORLD: SandboxWorld = { env: {}, files: {}, gated: false };

/** A realm that does as it is asked. */
const obedient: Script = ({ kind, id, args }, realm) => {
  if (kind === 'load') realm.say({ kind: 'loaded', id, fault: null });
  if (kind === 'call') {
    realm.say({ kind: 'result', id, outcome: { kind: 'returned', value: args, cut: false } });
  }
  if (kind === 'settle') {
    realm.say({ kind: 'settled', id, gates: [], sent: { 1: 2 }, received: { 1: 3 }, timers: 4 });
  }
};

/** The fault that something rejects with. */
async function faultOf(promise: Promise<unknown>): Promise<Fault> {
  try {
    await promise;
  } catch (error) {
    return (error as { fault: Fault }).fault;
  }
  throw new Error('It did not reject.');
}

async function started(script: Script, patience = {}): Promise<Sandbox> {
  return await openFakeHost(script, patience).host.start();
}

describe('a realm that does as it is asked', () => {
  it('loads, answers, and comes to rest', async () => {
    const sandbox = await started(obedient);
    await sandbox.load(PROGRAM, WORLD);
    const { outcome } = sandbox.call('app.ts', 'f', [1, 'two']);
    expect(await outcome).toEqual({ kind: 'returned', value: [1, 'two'], cut: false });
    expect(await sandbox.settle()).toEqual({
      gates: [],
      sent: new Map([[1, 2]]),
      received: new Map([[1, 3]]),
      timers: 4,
    });
  });

  it('is told which call is which, whatever the order of the answers', async () => {
    const waiting: (() => void)[] = [];
    const sandbox = await started((request, realm) => {
      if (request.kind !== 'call') return;
      waiting.unshift(() => obedient(request, realm));
      if (waiting.length === 3) for (const answer of waiting) answer();
    });
    const calls = ['a', 'b', 'c'].map((arg) => sandbox.call('app.ts', 'f', [arg]));
    expect(new Set(calls.map(({ call }) => call)).size).toBe(3);
    const outcomes = await Promise.all(calls.map(({ outcome }) => outcome));
    expect(outcomes.map((outcome) => 'value' in outcome && outcome.value)).toEqual([
      ['a'],
      ['b'],
      ['c'],
    ]);
  });

  it('keeps the trace of one load, until the next', async () => {
    const line = { kind: 'console', call: null, level: 'log', text: 'hello' };
    let load: unknown = 0;
    const sandbox = await started((request, realm) => {
      // The program before is still heard of when the next one is asked for.
      if (request.kind === 'load') {
        realm.say({ kind: 'trace', load, events: [line] });
        load = request.id;
      }
      if (request.kind === 'call') realm.say({ kind: 'trace', load, events: [line, line] });
      obedient(request, realm);
    });
    await sandbox.load(PROGRAM, WORLD);
    await sandbox.call('app.ts', 'f', []).outcome;
    expect(sandbox.trace).toEqual([line, line]);
    await sandbox.load(PROGRAM, WORLD);
    expect(sandbox.trace).toEqual([]);
  });

  it('gets a chunk of the bundle with the first program that imports from it, and not again', async () => {
    const chunks: unknown[] = [];
    const { host } = openFakeHost(
      (request, realm) => {
        if (request.kind === 'load') chunks.push(request.chunks);
        obedient(request, realm);
      },
      { loadChunk: (name) => Promise.resolve(`text of ${name}`) },
    );
    const code = 'require("@modelcontextprotocol/sdk/server/mcp.js")';
    const program = { modules: { 'app.ts': { code, map: '{}' } } };
    const sandbox = await host.start();
    for (const each of [PROGRAM, program, program]) await sandbox.load(each, WORLD);
    expect(chunks).toEqual([undefined, { mcp: 'text of mcp' }, undefined]);
  });
});

describe('a realm that refuses', () => {
  const fault: Fault = { code: 'program-error', message: 'app.ts threw.', file: 'app.ts', line: 3 };

  it('says why a program does not load', async () => {
    const sandbox = await started(({ id }, realm) => realm.say({ kind: 'loaded', id, fault }));
    expect(await faultOf(sandbox.load(PROGRAM, WORLD))).toEqual(fault);
  });

  it('says that there is no such function, and goes on', async () => {
    const sandbox = await started((request, realm) => {
      if (request.name === 'g') realm.say({ kind: 'refused', id: request.id, fault });
      else obedient(request, realm);
    });
    expect(await faultOf(sandbox.call('app.ts', 'g', []).outcome)).toEqual(fault);
    expect(await sandbox.call('app.ts', 'f', []).outcome).toMatchObject({ kind: 'returned' });
  });
});

describe('a realm that says nothing', () => {
  const soon = { answer: 20, grace: 0 };

  it('did not start', async () => {
    const { host } = openFakeHost(undefined, { silent: true, start: 20 });
    expect(await faultOf(host.start())).toEqual({
      code: 'sandbox-failed',
      message:
        'The sandbox for your TypeScript could not be started: it gave no sign within 0.02 seconds.',
    });
  });

  it('is ended when a call takes too long, and everything else it was asked with it', async () => {
    const sandbox = await started(() => undefined, soon);
    const first = sandbox.call('app.ts', 'getDocument', []);
    const second = sandbox.call('app.ts', 'listDocuments', []);
    const expected = {
      code: 'program-stuck',
      message:
        'getDocument did not come to an end within 0.02 seconds, so your program was stopped.',
    };
    expect(await faultOf(first.outcome)).toEqual(expected);
    expect(await faultOf(second.outcome)).toEqual(expected);
    expect(await faultOf(sandbox.settle())).toEqual(expected);
    expect(await faultOf(sandbox.load(PROGRAM, WORLD))).toEqual(expected);
  });

  it('has another started in its place before it is given up', async () => {
    const { host, spawned, killed } = openFakeHost((request, realm) => {
      if (request.kind !== 'call') obedient(request, realm);
    }, soon);
    const sandbox = await host.start();
    await faultOf(sandbox.call('app.ts', 'f', []).outcome);
    expect(spawned).toEqual([1, 2]);
    const next = await host.start();
    await next.load(PROGRAM, WORLD);
    expect(spawned).toEqual([1, 2]);
    expect(killed).toEqual([1]);
  });
});

describe('a realm that ends', () => {
  it.each([
    [
      'by process.exit',
      { code: 'program-ended', message: 'Your program ended itself with process.exit(3).' },
      (realm: Parameters<Script>[1]) => realm.say({ kind: 'exited', code: 3 }),
    ],
    [
      'by its host’s word',
      { code: 'program-ended', message: 'Your program was ended: it used up its memory.' },
      (realm: Parameters<Script>[1]) => realm.die('it used up its memory'),
    ],
  ])('%s rejects what waits and what comes', async (_, fault, end) => {
    const sandbox = await started((_request, realm) => end(realm));
    expect(await faultOf(sandbox.call('app.ts', 'f', []).outcome)).toEqual(fault);
    expect(await faultOf(sandbox.call('app.ts', 'f', []).outcome)).toEqual(fault);
  });

  it('hangs up its connections, since it can no longer do so itself', async () => {
    const sandbox = await started(({ id }, realm) => {
      realm.connect(1);
      realm.say({ kind: 'loaded', id, fault: null });
    });
    const ended = new Promise((resolve) => {
      sandbox.onConnect((connection, port) => {
        port.onMessage((message) => resolve([connection, message]));
      });
    });
    await sandbox.load(PROGRAM, WORLD);
    sandbox.kill();
    expect(await ended).toEqual([1, null]);
  });

  it('hangs up what a program left open when the next one is loaded, and not before', async () => {
    const order: string[] = [];
    const sandbox = await started(({ id }, realm) => {
      order.push(`load ${String(id)}`);
      realm.connect(Number(id));
      realm.say({ kind: 'loaded', id, fault: null });
    });
    sandbox.onConnect((connection, port) => {
      port.onMessage(() => order.push(`end of ${connection}`));
    });
    await sandbox.load(PROGRAM, WORLD);
    await sandbox.load(PROGRAM, WORLD);
    expect(order).toEqual(['load 1', 'load 2', 'end of 1']);
  });

  it('is killed by whoever holds it, once', async () => {
    const { host, killed } = openFakeHost(obedient);
    const sandbox = await host.start();
    sandbox.kill();
    sandbox.kill();
    expect(await faultOf(sandbox.settle())).toMatchObject({ code: 'cancelled' });
    const next = await host.start();
    await next.load(PROGRAM, WORLD);
    expect(killed).toEqual([1]);
  });
});

describe('a realm that was taken over', () => {
  const MALFORMED = 'Your program was ended: it sent a message that no program sends.';
  const deep = (levels: number): unknown => {
    let value: unknown = 1;
    for (let i = 0; i < levels; i++) value = [value];
    return value;
  };

  it.each<[string, unknown]>([
    ['no object', 'hello'],
    ['nothing known', { kind: 'passed' }],
    ['an answer to what was never asked', { kind: 'loaded', id: 99, fault: null }],
    [
      'an answer to nothing',
      { kind: 'settled', id: 0, gates: [], sent: {}, received: {}, timers: 0 },
    ],
    ['an answer of another kind', { kind: 'loaded', id: 1, fault: null }],
    [
      'a fault of its own making',
      { kind: 'refused', id: 1, fault: { code: 'passed', message: '' } },
    ],
    [
      'a value that is no data',
      { kind: 'result', id: 1, outcome: { kind: 'returned', value: new Map(), cut: false } },
    ],
    [
      'a value nested too deeply to be parsed',
      { kind: 'result', id: 1, outcome: { kind: 'returned', value: deep(2000), cut: 1 } },
    ],
    ['a connection without a port', { kind: 'connect', connection: 1, host: 'h', port: 1 }],
  ])('and says %s is ended', async (_, message) => {
    const sandbox = await started((_request, realm) => realm.say(message));
    const fault = await faultOf(sandbox.call('app.ts', 'f', []).outcome);
    expect(fault).toEqual({ code: 'program-ended', message: MALFORMED });
  });

  it('and repeats an answer changes nothing', async () => {
    const sandbox = await started((request, realm) => {
      obedient(request, realm);
      obedient({ ...request, args: ['forged'] }, realm);
    });
    for (const arg of ['a', 'b', 'c']) {
      expect(await sandbox.call('app.ts', 'f', [arg]).outcome).toMatchObject({ value: [arg] });
    }
  });

  it('and floods the trace is cut off', async () => {
    const text = 'x'.repeat(1_000_000);
    const line = { kind: 'console', call: null, level: 'log', text };
    const sandbox = await started((request, realm) => {
      if (request.kind === 'load') obedient(request, realm);
      else for (let i = 0; i < 20; i++) realm.say({ kind: 'trace', load: 1, events: [line] });
    });
    await sandbox.load(PROGRAM, WORLD);
    expect(await faultOf(sandbox.call('app.ts', 'f', []).outcome)).toEqual({
      code: 'program-ended',
      message: 'Your program was ended: it wrote and logged more than can be kept.',
    });
    expect(sandbox.trace.length).toBeLessThan(20);
  });

  it('and floods with messages is cut off', async () => {
    const sandbox = await started((_request, realm) => {
      for (let i = 0; i < 200_001; i++) realm.say({ kind: 'ready' });
    });
    expect(await faultOf(sandbox.call('app.ts', 'f', []).outcome)).toMatchObject({
      code: 'program-ended',
      message: 'Your program was ended: it sent more messages than can be followed.',
    });
  });
});
