import { script, type HostileScript } from './script.ts';

const encoder = 'the encoder, which takes a value for what it is and trusts none of its methods';
const nothing = 'nothing: it is a value like others';

/** Modules and values that are not what was expected of them. */
export const VALUES: readonly HostileScript[] = [
  script(
    'throwing null',
    { tries: 'to throw what is no error', stoppedBy: nothing },
    'export function attack() { throw null; }',
    { throws: /^null$/ },
  ),
  script(
    'throwing undefined, later',
    { tries: 'to reject with what is no error', stoppedBy: nothing },
    'export async function attack() { await null; throw undefined; }',
    { throws: /^undefined$/ },
  ),
  script(
    'throwing a Proxy that throws',
    { tries: 'to make the report of an error fail', stoppedBy: encoder },
    `export function attack() {
  const trap = () => { throw new Error('trapped'); };
  throw new Proxy({}, { get: trap, has: trap, ownKeys: trap, getPrototypeOf: trap, getOwnPropertyDescriptor: trap });
}`,
    { throws: /./ },
  ),
  script(
    'throwing an error whose getters throw',
    { tries: 'to make the report of an error fail', stoppedBy: encoder },
    `export function attack() {
  const error = new Error('outside');
  for (const key of ['name', 'message', 'stack', 'code', 'cause']) {
    Object.defineProperty(error, key, { get() { throw new Error('inside'); } });
  }
  throw error;
}`,
    { throws: /^/ },
  ),
  script(
    'an answer whose getters throw',
    { tries: 'to make the report of a value fail', stoppedBy: encoder },
    `export function attack() { return { get a() { throw new Error('no'); } }; }`,
    { answers: { a: { '@': 'getter', value: 'no' } } },
  ),
  script(
    'a value that contains itself',
    { tries: 'to be encoded for ever', stoppedBy: encoder },
    `export function attack() { const a: unknown[] = []; a.push(a); return a; }`,
    { answers: [{ '@': 'cycle' }] },
  ),
  script(
    'a value a million deep',
    { tries: 'to overflow whoever walks it', stoppedBy: 'the encoder’s bound of depth' },
    `export function attack() {
  let deep: unknown = 1; for (let i = 0; i < 1e6; i++) deep = [deep];
  return JSON.stringify(Array.isArray(deep));
}`,
    { answers: 'true' },
  ),
  script(
    'a toJSON that lies',
    { tries: 'to be encoded as something else', stoppedBy: encoder },
    `export function attack() { return { real: 1, toJSON: () => ({ real: 2 }) }; }`,
    { answers: { real: 1, toJSON: { '@': 'function', value: 'toJSON' } } },
  ),
  {
    name: 'no such function',
    tries: 'to leave out what is called',
    stoppedBy: 'the runtime says what there is',
    files: { 'app.ts': 'export const other = 1;' },
    ends: [
      { fault: 'program-error', says: /^In app\.ts, attack is not exported: it exports other\.$/ },
    ],
  },
  {
    name: 'a function that is none',
    tries: 'to export something else under its name',
    stoppedBy: 'the runtime says what it is',
    files: { 'app.ts': 'export const attack = { call: 1 };' },
    ends: [{ fault: 'program-error', says: /^In app\.ts, attack is no function/ }],
  },
  {
    name: 'an export whose getter throws',
    tries: 'to make looking it up fail',
    stoppedBy: 'the runtime reports it',
    files: {
      'app.ts': `Object.defineProperty(exports, 'attack', { get() { throw new Error('no'); } });`,
    },
    ends: [{ fault: 'program-error', says: /attack cannot be read/ }],
  },
  {
    name: 'a syntax error',
    tries: 'to be no program',
    stoppedBy: 'the compiler, with file and line',
    files: { 'app.ts': 'export const a = 1;\nexport function attack( { return 1; }\n' },
    ends: [{ fault: 'compile-error', says: /^app\.ts, line 2: / }],
  },
  {
    name: 'a module that throws null while it loads',
    tries: 'to fail without an error',
    stoppedBy: 'the runtime reports it with its file',
    files: { 'app.ts': 'throw null;\nexport const attack = 1;' },
    ends: [{ fault: 'program-error', says: /^app\.ts threw while it loaded/ }],
  },
  {
    name: 'modules that import each other',
    tries: 'to use a name before it has a value',
    stoppedBy: 'the runtime, which names the circle',
    files: {
      'app.ts': `import { b } from './b'; export const a = b + 1; export const attack = () => a;`,
      'b.ts': `import { a } from './app'; export const b = a.toFixed();`,
    },
    ends: [{ fault: 'program-error', says: /app\.ts → b\.ts → app\.ts/ }],
  },
  {
    name: 'a module that is not there',
    tries: 'to import what nobody has',
    stoppedBy: 'the runtime, which says what there is',
    files: { 'app.ts': `import x from 'left-pad'; export const attack = () => x;` },
    ends: [
      {
        fault: 'program-error',
        says: /'left-pad', which this sandbox does not have\. It has .*pg/,
      },
    ],
  },
  script(
    'process.exit',
    { tries: 'to end the process of the checks', stoppedBy: 'it is the realm’s own process' },
    'export function attack() { process.exit(3); }',
    { fault: 'program-ended', says: /^Your program ended itself with process\.exit\(3\)\.$/ },
  ),
  {
    name: 'process.exit while a module loads',
    tries: 'to end the process of the checks',
    stoppedBy: 'it is the realm’s own process',
    files: { 'app.ts': 'process.exit(0);\nexport const attack = 1;' },
    ends: [{ fault: 'program-ended', says: /process\.exit\(0\)/ }],
  },
  script(
    'process.abort',
    { tries: 'to end the process of the checks', stoppedBy: 'it is the realm’s own process' },
    `export function attack() { process.abort(); }`,
    { fault: 'program-ended', says: /^Your program ended itself/ },
  ),
];
