import { RESTLESS, script, STUCK, type HostileScript } from './script.ts';

const deadline = 'the deadline of the call; the realm is killed from outside';

/** Programs that do not come to an end. */
export const ENDLESS: readonly HostileScript[] = [
  script(
    'an endless loop',
    { tries: 'to keep the realm busy for ever', stoppedBy: deadline },
    'export function attack() { while (true) {} }',
    STUCK,
  ),
  {
    name: 'an endless loop while a module loads',
    tries: 'to keep the realm busy before anything is called',
    stoppedBy: 'the deadline of the load',
    files: { 'app.ts': 'for (;;) {}\nexport const attack = 1;' },
    ends: [{ fault: 'program-stuck', says: /^Loading your modules did not come to an end within/ }],
  },
  script(
    'recursion without a bound',
    { tries: 'to use up the stack', stoppedBy: 'the engine: a RangeError in the realm' },
    'export function attack(): number { return 1 + attack(); }',
    { throws: /Maximum call stack size exceeded/ },
  ),
  script(
    'recursion that catches its own overflow',
    {
      tries: 'to call into the runtime with no stack left, over and over',
      stoppedBy: 'the deadline of the call',
    },
    `const log = () => { try { console.log('x'); } catch {} };
export function attack(): void { try { log(); attack(); } finally { attack(); } }`,
    [STUCK, { throws: /Maximum call stack size exceeded/ }],
  ),
  script(
    'a promise that never settles',
    { tries: 'to keep the checks waiting', stoppedBy: 'the patience that came with the call' },
    'export async function attack() { await new Promise(() => {}); }',
    { unsettled: /^attack did not settle within \d+ seconds?\.$/ },
  ),
  script(
    'a thenable that never answers',
    { tries: 'to keep the checks waiting', stoppedBy: 'the patience that came with the call' },
    'export function attack() { return { then() {} }; }',
    { unsettled: /^attack did not settle within/ },
  ),
  script(
    'microtasks without end',
    {
      tries: 'to let no timer and no message have its turn',
      stoppedBy: deadline,
    },
    `export async function attack() { for (;;) await null; }`,
    STUCK,
  ),
  script(
    'microtasks without end, after an answer',
    {
      tries: 'to answer first, and then to keep the realm busy',
      stoppedBy: 'the deadline for coming to rest',
    },
    // Not in a timer: a program with one of those is at rest until it fires.
    `export function attack() { const go = () => { queueMicrotask(go); }; setImmediate(go); return 1; }`,
    RESTLESS,
  ),
  script(
    'process.nextTick without end',
    { tries: 'to let no timer have its turn', stoppedBy: 'the deadline for coming to rest' },
    `export function attack() { const go = () => process.nextTick(go); go(); return 1; }`,
    [RESTLESS, STUCK],
  ),
  script(
    'setImmediate without end',
    { tries: 'never to come to rest', stoppedBy: 'the deadline for coming to rest' },
    `export function attack() { const go = () => { setImmediate(go); }; go(); return 1; }`,
    [RESTLESS, { answers: 1 }],
  ),
  script(
    'ten thousand timers',
    {
      tries: 'to drown the realm in timers',
      stoppedBy: 'the runtime: a RangeError at the thousand-and-first',
    },
    `export function attack() { for (let i = 0; i < 10_000; i++) setTimeout(() => {}, 60_000 + i); return 1; }`,
    { throws: /^More than 1000 timers are pending/ },
  ),
  script(
    'an interval of nothing',
    { tries: 'to run for ever in the background', stoppedBy: 'nothing: it ends with its load' },
    `export function attack() { let n = 0; setInterval(() => { n++; }, 0); return 1; }`,
    { answers: 1 },
  ),
  script(
    'a regular expression that backtracks',
    { tries: 'to spend for ever in one native call', stoppedBy: deadline },
    `export function attack() { return /^(a+)+$/.test('a'.repeat(60) + 'b'); }`,
    STUCK,
  ),
  script(
    'a value that takes for ever to read',
    {
      tries: 'to hand back a Proxy that never says how large it is',
      stoppedBy: 'the bounds of the encoder, or the deadline',
    },
    `export function attack() {
  return new Proxy({}, { ownKeys() { for (;;) {} } });
}`,
    STUCK,
  ),
  script(
    'an iterator without end',
    { tries: 'to be spread for ever', stoppedBy: deadline },
    `export function attack() { function* all() { for (;;) yield; } for (const _ of all()) {} }`,
    STUCK,
  ),
  script(
    'waiting on shared memory',
    {
      tries: 'to block the thread without using the processor, which no limit of it would end',
      stoppedBy: 'SharedArrayBuffer is not there; in Node, nor is Atomics.wait',
    },
    `export function attack() {
  try { Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0); return 'waited'; }
  catch { return 'confined'; }
}`,
    { answers: 'confined' },
  ),
];
