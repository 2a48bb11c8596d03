import { afterEach, beforeEach, expect, it } from 'vitest';
import runtime from '../../../.engine/sandbox/runtime.js?raw';
import { SandboxReply, type Plain } from '../../../src/contract/index.ts';
import { compileProgram } from '../../../src/sandbox/compile/compile-program.ts';

/** A bridge for a worker as the page's own is, without sockets. */
const BRIDGE = `
const channel = new MessageChannel(), tasks = [], say = postMessage.bind(self), start = setTimeout, stop = clearTimeout, clock = performance, random = crypto;
channel.port1.onmessage = () => tasks.shift()();
let request;
addEventListener('message', ({ data }) => request(data));
leakproofStart({
  post: (text) => say(text), onRequest: (listener) => { request = listener; }, connect() {}, send() {}, mark() {}, onData() {},
  setTimer: (run, ms) => start(run, ms), clearTimer: (id) => stop(id), nextTask: (run) => { tasks.push(run); channel.port2.postMessage(0); },
  now: () => clock.timeOrigin + clock.now(), fillRandom: (bytes) => random.getRandomValues(bytes), onUnhandled() {}, onHandled() {},
});`;

let worker: Worker;
let waiting: ((reply: SandboxReply) => void)[] = [];
let lastId = 0;
const traced: SandboxReply[] = [];

const next = (): Promise<SandboxReply> => new Promise((resolve) => waiting.push(resolve));

async function ask(request: Readonly<Record<string, unknown>>): Promise<SandboxReply> {
  lastId += 1;
  worker.postMessage(JSON.stringify({ id: lastId, ...request }));
  return await next();
}

async function load(source: string): Promise<void> {
  const program = compileProgram({ 'app.ts': source });
  const world = { env: {}, files: {}, gated: false };
  expect(await ask({ kind: 'load', program, world })).toMatchObject({ fault: null });
}

async function value(): Promise<Plain> {
  const call = { kind: 'call', module: 'app.ts', name: 'main', args: [], patience: 5000 };
  const reply = await ask(call);
  if (reply.kind === 'result' && reply.outcome.kind === 'returned') return reply.outcome.value;
  throw new Error(JSON.stringify(reply));
}

beforeEach(async () => {
  const url = URL.createObjectURL(new Blob([`${runtime}\n${BRIDGE}`]));
  worker = new Worker(url);
  URL.revokeObjectURL(url);
  worker.onmessage = ({ data }: MessageEvent<string>) => {
    const reply = SandboxReply.parse(JSON.parse(data));
    if (reply.kind === 'trace') traced.push(reply);
    else waiting.shift()?.(reply);
  };
  worker.onerror = (event) => {
    throw new Error(event.message);
  };
  expect(await next()).toEqual({ kind: 'ready' });
});
afterEach(() => {
  worker.terminate();
  waiting = [];
});

it('leaves a worker nothing but the language and what the runtime installs', async () => {
  await load(`
    export const main = () => {
      const found: string[] = [];
      for (let o: any = globalThis; o !== null && o !== Object.prototype; o = Object.getPrototypeOf(o)) for (const k of Reflect.ownKeys(o)) {
        const d = Reflect.getOwnPropertyDescriptor(o, k)!;
        if (o !== globalThis || !('value' in d) || typeof d.value === 'function' && /\\[native code\\]/.test(Function.prototype.toString.call(d.value))) found.push(String(k));
      }
      return found.sort();
    };`);
  const native = (await value()) as string[];
  // Of the engine's own functions only those of ECMAScript are left, and no prototype has any.
  const language =
    /^(?:[A-Z]\w*(?:Error|Array|Array\d*|Set|Map|Ref|Registry|Stack)?|decode\w+|encode\w+|escape|unescape|eval|globalThis|is\w+|parse\w+|undefined)$/;
  expect(native.filter((name) => !language.test(name))).toEqual([]);
  for (const name of [
    'fetch',
    'WebSocket',
    'Worker',
    'MessageChannel',
    'Request',
    'WebAssembly',
    'EventSource',
    'XMLHttpRequest',
    'BroadcastChannel',
    'Blob',
    'FileReaderSync',
    'Notification',
  ]) {
    expect(native).not.toContain(name);
  }
});

it('carries stores through await and timers, and names the line that threw', async () => {
  await load(`import { AsyncLocalStorage } from 'node:async_hooks';
    import { readFile, writeFile } from 'fs/promises'; import { createClient } from 'redis'; import { z } from 'zod';
    const als = new AsyncLocalStorage<string>(); const redis = createClient();
    async function one(tenant: string) {
      return als.run(tenant, async () => {
        await writeFile('/tmp/' + tenant, tenant); await new Promise((r) => setTimeout(r, 2)); await redis.set('k:' + tenant, tenant);
        const file = await readFile('/tmp/' + tenant, 'utf8'); return [als.getStore(), file, await redis.get('k:' + tenant), z.string().parse(tenant)];
      });
    }
    export async function main() {
      const failed = await (async () => { await null; throw new Error('x'); })().catch((e) => e.stack.includes('leakproof:///app.ts:'));
      return [await Promise.all(['a', 'b'].map(one)), failed, new URL('b', 'http://a/').href, typeof crypto.randomUUID()];
    }`);
  const each = (name: string): string[] => [name, name, name, name];
  expect(await value()).toEqual([[each('a'), each('b')], true, 'http://a/b', 'string']);
});
