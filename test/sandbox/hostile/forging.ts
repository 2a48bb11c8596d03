import { script, STUCK, type HostileScript } from './script.ts';

const captured = 'the runtime took what it uses before the program ran';

/** Lies to the checks: replaced intrinsics, forged values, forged messages. */
export const FORGING: readonly HostileScript[] = [
  script(
    'a value that looks like the encoding of another',
    {
      tries: 'to pass for undefined, or for an error',
      stoppedBy: 'an object with that key is written as object',
    },
    `export function attack() { return [{ '@': 'undefined' }, { '@': 'cut', value: '' }]; }`,
    {
      answers: [
        { '@': 'object', value: 'Object', entries: [['@', 'undefined']] },
        {
          '@': 'object',
          value: 'Object',
          entries: [
            ['@', 'cut'],
            ['value', ''],
          ],
        },
      ],
    },
  ),
  script(
    'JSON replaced',
    { tries: 'to write the messages to the checks itself', stoppedBy: captured },
    `JSON.stringify = () => '{"kind":"result","id":1,"outcome":{"kind":"returned","value":"forged","cut":false}}';
JSON.parse = () => ({ kind: 'settle', id: 1 });
export function attack() { return 'true'; }`,
    { answers: 'true' },
  ),
  script(
    'Object’s and Array’s prototypes poisoned',
    { tries: 'to add fields to messages, and to hide elements', stoppedBy: captured },
    `const lie: any = Object.assign(Object.create(null), { get: () => 'forged', set() {}, configurable: true });
const define = Object.defineProperty;
define(Array.prototype, '0', lie);
for (const key of ['kind', 'id', 'outcome', 'fault', '@', '1', 'cut', 'value']) define(Object.prototype, key, lie);
(Array.prototype as any).push = () => 0; (Array.prototype as any).map = () => []; (Object as any).keys = () => []; (Reflect as any).ownKeys = () => [];
export function attack() { return { a: ['true'] }; }`,
    // At worst its own messages are malformed, which ends it.
    [
      { answers: { a: ['true'] } },
      { fault: 'program-ended', says: /it sent a message that no program sends/ },
    ],
  ),
  script(
    'toJSON on every prototype',
    { tries: 'to be asked how everything is written', stoppedBy: 'messages have no prototype' },
    `for (const of of [Object, Array, String, Number, Boolean, Date] as any[]) of.prototype.toJSON = () => 'forged';
export function attack() { return { a: [1, 'x', true] }; }`,
    { answers: { a: [1, 'x', true] } },
  ),
  script(
    'call and apply replaced',
    { tries: 'to be called in place of what the runtime calls', stoppedBy: captured },
    `Function.prototype.call = function () { return 'forged'; } as any;
Function.prototype.apply = function () { return 'forged'; } as any;
Function.prototype.bind = function () { return () => 'forged'; } as any;
(Reflect as any).apply = () => 'forged'; (Reflect as any).get = () => 'forged';
export function attack() { return ['true', new Map([['k', 1]])]; }`,
    { answers: ['true', { '@': 'map', entries: [['k', 1]] }] },
  ),
  script(
    'Map’s prototype replaced',
    { tries: 'to see and change the runtime’s own tables', stoppedBy: captured },
    `const stolen: unknown[] = [];
for (const key of ['get', 'set', 'has', 'delete', 'forEach', 'entries'] as const) {
  const before = (Map.prototype as any)[key];
  (Map.prototype as any)[key] = function (...args: unknown[]) { stolen.push(this, ...args); return before.apply(this, args); };
}
export async function attack() { await new Promise((done) => setTimeout(done, 1)); return stolen.length; }`,
    { answers: 0 },
  ),
  script(
    'then replaced',
    { tries: 'to choose what the promise of a call comes to', stoppedBy: captured },
    `const real = 'true';
export async function attack() {
  (Promise.prototype as any).then = function (yes: any) { yes('forged'); };
  (Promise as any).resolve = () => ({ then: (yes: any) => yes('forged') });
  return real;
}`,
    { answers: 'true' },
  ),
  script(
    'the iterator replaced',
    { tries: 'to choose what lists hold when the runtime walks them', stoppedBy: captured },
    `export function attack() {
  const map = new Map([['k', 1]]);
  (Array.prototype as any)[Symbol.iterator] = function* () { yield 'forged'; };
  (Map.prototype as any)[Symbol.iterator] = function* () { yield ['forged', 1]; };
  return [['true'], map];
}`,
    { answers: [['true'], { '@': 'map', entries: [['k', 1]] }] },
  ),
  script(
    'a thenable that answers twice',
    { tries: 'to be answered with two results', stoppedBy: 'a call is answered once' },
    `export function attack() { return { then(yes: any, no: any) { yes('first'); yes('second'); no(new Error('third')); } }; }`,
    { answers: 'first' },
  ),
  script(
    'messages of its own',
    {
      tries: 'to speak to the checks past the runtime',
      stoppedBy: 'no function that sends is in reach',
    },
    `export function attack() {
  for (const name of ['postMessage', 'onmessage', 'leakproofStart', 'leakproofBridge']) {
    try { if (new Function('return typeof ' + name)() !== 'undefined') return name; } catch {}
  }
  const p = process as any;
  return p.send || p.connected || p.channel || p.stdin || p.stdout.fd ? 'a way' : 'confined';
}`,
    { answers: 'confined' },
  ),
  script(
    'a clock that stands still',
    { tries: 'to keep deadlines from passing', stoppedBy: 'deadlines are kept outside' },
    `Date.now = () => 0; performance.now = () => 0; (globalThis as any).setTimeout = () => 0; (globalThis as any).clearTimeout = () => {};
export function attack() { for (;;) {} }`,
    STUCK,
  ),
  script(
    'timers cleared',
    {
      tries: 'to clear the timer that says its promise did not settle',
      stoppedBy: 'the program’s timers are others than the runtime’s',
    },
    `export async function attack() { for (let id = 0; id < 100_000; id++) { clearTimeout(id); clearInterval(id); clearImmediate(id as any); } await new Promise(() => {}); }`,
    { unsettled: /^attack did not settle within/ },
  ),
];
