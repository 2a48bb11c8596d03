import { CONFINED, script, type HostileScript } from './script.ts';

const realm =
  'no object of the host’s realm reaches the program; that realm makes no code of strings, and its intrinsics are frozen';

/**
 * What a script tries with whatever it gets hold of: a `Function` of another realm, and through it
 * Node's process or the worker's global.
 */
const PROBE = `
const OWN = Function;
function outside(global: any): boolean {
  if (!global) return false;
  const p = global.process;
  return Boolean(
    (p && (p.binding || p.getBuiltinModule || p.mainModule || p.dlopen || p.report)) ||
    global.fetch || global.WebSocket || global.XMLHttpRequest || global.importScripts || global.indexedDB || global.require,
  );
}
function probe(value: any): string {
  const seen = new Set<any>();
  const todo = [value];
  for (let next = todo.pop(); next !== undefined && seen.size < 500; next = todo.pop()) {
    if ((typeof next !== 'object' && typeof next !== 'function') || next === null || seen.has(next)) continue;
    seen.add(next);
    if (outside(next)) return 'escaped by the object itself';
    try {
      const make = next.constructor.constructor;
      try { if (outside(make('return globalThis')())) return 'escaped by a constructor'; } catch {}
      if (typeof make === 'function' && make !== OWN && make.name === 'Function') {
        try { if (make('return 1')() === 1) return 'code runs in another realm'; } catch {}
        return 'an object of another realm';
      }
    } catch {}
    for (const key of Reflect.ownKeys(next)) { try { todo.push(next[key]); } catch {} }
    try { todo.push(Object.getPrototypeOf(next)); } catch {}
  }
  return 'confined';
}
`;

const escape = (name: string, tries: string, body: string, stoppedBy = realm): HostileScript =>
  script(name, { tries, stoppedBy }, `${PROBE}\n${body}`, CONFINED);

/** Ways out of the realm, most of them known from sandboxes that had them. */
export const ESCAPES: readonly HostileScript[] = [
  escape(
    'the constructor of a constructor',
    'to make a function of the host’s realm',
    `export function attack() { return probe(attack); }`,
  ),
  escape(
    'this of a plain function',
    'to find the object that the host made the global of',
    `export function attack() { return probe(new Function('return this')()); }`,
  ),
  escape(
    'every global',
    'to find an object of the host’s among all that there is',
    `export function attack() {
  for (const key of Reflect.ownKeys(globalThis)) { const r = probe((globalThis as any)[key]); if (r !== 'confined') return String(key) + ': ' + r; }
  return 'confined';
}`,
  ),
  escape(
    'every module',
    'to find an object of the host’s among what can be imported',
    `declare const require: any;
export function attack() {
  for (const name of ['fs', 'fs/promises', 'path', 'crypto', 'async_hooks', 'events', 'util', 'assert', 'pg', 'zod', 'redis', 'pino', 'buffer', 'timers', 'url', 'process']) {
    const r = probe(require(name)); if (r !== 'confined') return name + ': ' + r;
  }
  return probe(require);
}`,
  ),
  escape(
    'constructors of generators and async functions',
    'to make a function past whatever replaced Function',
    `export async function attack() {
  const make = [function* () {}, async () => {}, async function* () {}].map((f) => f.constructor as any);
  for (const of of [...make, (new Function('return (async () => {}).constructor'))()]) {
    const made = of('return globalThis')();
    const got = await (made.next ? made.next().value ?? (await made.next()).value : made);
    const r = probe(got); if (r !== 'confined') return r;
  }
  return 'confined';
}`,
  ),
  escape(
    'import() in a text that is evaluated',
    'to load a module of Node, or a script from an address; or to get the host’s error for it',
    `export async function attack() {
  for (const what of ['node:fs', 'node:net', 'https://example.com/a.js', 'data:text/javascript,1', 'blob:x']) {
    for (const run of [
      () => new Function('w', 'return import(w)')(what),
      () => (0, eval)('import(' + JSON.stringify(what) + ')'),
      () => Promise.resolve('import(' + JSON.stringify(what) + ')').then(eval),
      () => new Function('return new Function("w", "return import(w)")')()(what),
    ]) {
      let got: any;
      try { const made = run(); const r = probe(made); if (r !== 'confined') return r; got = await made; }
      catch (error) { const r = probe(error); if (r !== 'confined') return what + ': ' + r; continue; }
      if (String(what).startsWith('data:')) return 'a module was loaded';
      if (got && Object.keys(got).length > 0) return 'a module was loaded: ' + what;
    }
  }
  return 'confined';
}`,
    'the host refuses it with an error of the realm’s own; in a browser the policy of the frame does',
  ),
  escape(
    'frames of the stack',
    'to get functions and receivers of the host out of a stack trace',
    `export function attack() {
  const got: any[] = [];
  const before = Error.prepareStackTrace;
  (Error as any).prepareStackTrace = (_: any, frames: any[]) => frames;
  try {
    const frames = new Error('x').stack as any;
    got.push(frames);
    for (const f of Array.isArray(frames) ? frames : []) got.push(f, f.getThis?.(), f.getFunction?.(), f.getEvalOrigin?.());
  } finally { (Error as any).prepareStackTrace = before; }
  for (const g of got) { const r = probe(g); if (r !== 'confined') return r; }
  return 'confined';
}`,
  ),
  escape(
    'a name that is a symbol',
    'to make the host’s formatter of stacks throw one of its own errors',
    `export function attack() {
  const look = () => {
    const error: any = new TypeError('m'); error.name = Symbol('x');
    try { return probe(error.stack); } catch (thrown) { return probe(thrown); }
  };
  const Before = Error;
  for (const change of [
    () => {},
    () => { (Error as any).prepareStackTrace = undefined; },
    () => { delete (Error as any).prepareStackTrace; },
    () => { Object.defineProperty(Error, 'prepareStackTrace', { value: 1 }); },
    () => { (globalThis as any).Error = {}; },
    () => { Object.defineProperty(globalThis, 'Error', { value: undefined }); },
    () => { delete (globalThis as any).Error; },
    () => { Object.setPrototypeOf(globalThis, {}); },
  ]) {
    try { change(); } catch {}
    const r = look(); if (r !== 'confined') return String(change) + ': ' + r;
  }
  void Before;
  return 'confined';
}`,
  ),
  escape(
    'an error with no stack left',
    'to make a function of the host overflow, and to catch its RangeError',
    `export function attack() {
  const found = new Set<string>();
  const dig = (): void => { try { dig(); } catch (e) { found.add(probe2(e)); }
    try { console.log('deep'); } catch (e) { found.add(probe2(e)); }
    try { performance.now(); crypto.randomUUID(); setTimeout(() => {}, 1e6); } catch (e) { found.add(probe2(e)); } };
  const probe2 = (e: any) => { try { return e.constructor.constructor === OWN ? 'confined' : probe(e); } catch { return 'confined'; } };
  let left = 3; const run = () => { try { dig(); } catch {} if (--left > 0) run(); };
  try { (function down(n: number): void { if (n > 0) down(n - 1); else run(); })(6000); } catch {}
  for (const f of found) if (f !== 'confined') return f;
  return 'confined';
}`
      .replace('dig(); } catch (e)', 'if (depth++ < 20000) dig(); } catch (e)')
      .replace('const found', 'let depth = 0; const found'),
  ),
  escape(
    'a Proxy in every argument',
    'to be handed objects of the host by traps',
    `import fs from 'node:fs';
import { createHash, timingSafeEqual, randomBytes } from 'node:crypto';
export function attack() {
  const got: any[] = [];
  let recording = true;
  const spy: any = new Proxy(function () {}, new Proxy({}, { get: (_, trap) => (...args: any[]) => { if (recording) got.push(...args); return (Reflect as any)[trap as string]?.(...args); } }) as any);
  for (const run of [
    () => fs.readFileSync(spy), () => fs.writeFileSync('/tmp/a', spy), () => createHash(spy), () => createHash('sha256').update(spy),
    () => timingSafeEqual(spy, spy), () => randomBytes(spy), () => console.log(spy), () => console.dir(spy), () => setTimeout(spy, spy), () => structuredClone(spy),
    () => new TextDecoder().decode(spy), () => new URL(spy), () => Buffer.from(spy), () => crypto.getRandomValues(spy), () => queueMicrotask(spy),
  ]) { try { got.push(run()); } catch (error) { got.push(error); } }
  recording = false;
  for (const g of got) { const r = probe(g); if (r !== 'confined') return r; }
  return 'confined';
}`,
  ),
  escape(
    'species and iterators',
    'to have the host construct what the program chooses',
    `export function attack() {
  const got: any[] = [];
  class Bytes extends Uint8Array { constructor(...a: any[]) { super(...(a as [any])); got.push(...a, new.target); } static get [Symbol.species]() { return Bytes; } }
  try { crypto.getRandomValues(new Bytes(8)); } catch (e) { got.push(e); }
  try { Buffer.concat([new Bytes(4)]); } catch (e) { got.push(e); }
  const before = Array.prototype[Symbol.iterator];
  (Array.prototype as any)[Symbol.iterator] = function* () { got.push(this); };
  try { console.log('a', ['b']); } catch (e) { got.push(e); }
  Array.prototype[Symbol.iterator] = before;
  for (let i = 0; i < got.length; i++) { const r = probe(got[i]); if (r !== 'confined') return r; }
  return 'confined';
}`,
  ),
  escape(
    'structuredClone',
    'to get clones made in another realm',
    `export function attack() {
  for (const value of [new Error('x'), new Map([[1, {}]]), new Date(), [1], new Uint8Array(1), /x/]) {
    try { const r = probe(structuredClone(value)); if (r !== 'confined') return r; } catch (e) { const r = probe(e); if (r !== 'confined') return r; }
  }
  return 'confined';
}`,
  ),
  escape(
    'WebAssembly',
    'to compile code, and to get the host’s errors and memory',
    `export async function attack() {
  const w = (globalThis as any).WebAssembly;
  if (!w) return 'confined';
  try { const m = new w.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])); return 'compiled ' + probe(m); } catch (e) { return probe(e); }
}`,
    'it is not there; and neither realm compiles it',
  ),
  escape(
    'the arguments of a callback',
    'to look at what timers, rejections and events hand over',
    `export async function attack() {
  const got: any[] = [];
  function take(this: any, ...args: any[]) { got.push(this, ...args); try { got.push((take as any).caller, (take as any).arguments); } catch (e) { got.push(e); } }
  await new Promise<void>((done) => { setTimeout(function (this: any, ...a: any[]) { take.apply(this, a); done(); }, 1); });
  await new Promise<void>((done) => { setImmediate(function (this: any, ...a: any[]) { take.apply(this, a); done(); }); });
  await new Promise<void>((done) => { process.nextTick(function (this: any, ...a: any[]) { take.apply(this, a); done(); }); });
  for (const g of got) { const r = probe(g); if (r !== 'confined') return r; }
  return 'confined';
}`,
  ),
  escape(
    'who called',
    'to walk up the stack by caller and arguments',
    `export const attack = new Function('probe', \`
  return function attack() {
    let f = attack; const got = [];
    for (let i = 0; i < 20 && f; i++) { try { got.push(f.arguments); f = f.caller; got.push(f); } catch (e) { got.push(e); break; } }
    for (const g of got) { const r = probe(g); if (r !== 'confined') return r; }
    return 'confined';
  }
\`)(probe);`,
    'the runtime and the host are strict code, which does not show itself',
  ),
  escape(
    'Node’s ways to its modules',
    'to reach them by every name they have had',
    `declare const require: any, module: any;
export function attack() {
  const ways: (() => any)[] = [
    () => process.mainModule, () => (process as any).getBuiltinModule('fs').readFileSync, () => (process as any).binding('fs'),
    () => (process as any)._linkedBinding('fs'), () => (process as any).dlopen, () => (process as any).report, () => module.constructor._load,
    () => require.main, () => require.cache, () => require.extensions, () => module.parent, () => module.children,
    () => (process as any).constructor.constructor('return process')().mainModule, () => (globalThis as any).module?.constructor,
    () => (process as any).openStdin, () => (process as any)._events, () => (process as any).send, () => (process as any).channel,
  ];
  for (const way of ways) { let got; try { got = way(); } catch { continue; }
    if (got !== undefined && got !== null && (typeof got === 'function' || Object.keys(got).length > 0)) { const r = probe(got); if (r !== 'confined' || typeof got === 'function') return String(way) + ': ' + r; } }
  return 'confined';
}`,
    'they are not there: process and require are the sandbox’s own',
  ),
  escape(
    'modules that reach out',
    'to import what opens sockets, starts processes and threads, or inspects',
    `declare const require: any;
export function attack() {
  for (const name of ['net', 'tls', 'dgram', 'dns', 'http', 'https', 'http2', 'child_process', 'cluster', 'worker_threads', 'vm', 'v8', 'inspector', 'module', 'repl', 'os', 'wasi', 'perf_hooks', 'diagnostics_channel', 'sqlite', 'test']) {
    for (const from of [name, 'node:' + name]) { try { const got = require(from); if (got) return from; } catch (e) { const r = probe(e); if (r !== 'confined') return r; } }
  }
  return 'confined';
}`,
    'require has a list of what there is',
  ),
  escape(
    'a path out of the program',
    'to require files of the disk',
    `declare const require: any;
export function attack() {
  for (const path of ['../../package.json', '/etc/passwd', '/app/../etc/passwd', 'file:///etc/passwd', './..', '/work/package.json', '__proto__', 'constructor', './__proto__', './constructor', 'node:__proto__', 'hasOwnProperty']) {
    try { const got = require(path); if (got) return path; } catch (e) { const r = probe(e); if (r !== 'confined') return r; }
  }
  return 'confined';
}`,
    'require looks among the program’s own modules only',
  ),
];
