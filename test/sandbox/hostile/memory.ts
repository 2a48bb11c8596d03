import {
  OUT_OF_MEMORY,
  RESTLESS,
  script,
  STUCK,
  type Ending,
  type HostileScript,
} from './script.ts';

const heap = 'the heap’s limit: the process, or the worker, is ended';
const outside = 'the process’s limit of writable memory; in a browser, the engine’s of one buffer';

/** A single allocation that the engine refuses is the program’s own problem. */
const REFUSED: Ending = {
  throws:
    /Invalid (array buffer|typed array|array|string) length|allocation failed|out of memory|Invalid count value/i,
};

/** Programs that want more memory than there is. */
export const MEMORY: readonly HostileScript[] = [
  script(
    'objects without end',
    { tries: 'to fill the heap with objects', stoppedBy: heap },
    'export function attack() { const all: object[] = []; for (;;) all.push({ all }); }',
    [OUT_OF_MEMORY, STUCK],
  ),
  script(
    'a string that doubles',
    { tries: 'to make a string of a gigabyte', stoppedBy: 'the engine: a RangeError in the realm' },
    `export function attack() { let s = 'x'; for (;;) s += s; }`,
    REFUSED,
  ),
  script(
    'many large strings',
    { tries: 'to hold a gigabyte in strings', stoppedBy: heap },
    `export function attack() {
  const all: string[] = [];
  for (let i = 0; ; i++) all.push(Array.from({ length: 100_000 }, (_, n) => i + n).join());
}`,
    [OUT_OF_MEMORY, STUCK],
  ),
  script(
    'a gigabyte in one buffer',
    { tries: 'to allocate and fill a gigabyte outside the heap', stoppedBy: outside },
    `export function attack() { return new Uint8Array(2 ** 30).fill(1).length > 0 && 'filled'; }`,
    [REFUSED, OUT_OF_MEMORY],
    { endsInChromium: [REFUSED, OUT_OF_MEMORY, { answers: 'filled' }] },
  ),
  script(
    'megabytes without end',
    { tries: 'to fill the machine with buffers', stoppedBy: outside },
    `export function attack() {
  const all: Uint8Array[] = [];
  for (;;) all.push(new Uint8Array(2 ** 20).fill(1));
}`,
    [REFUSED, OUT_OF_MEMORY, STUCK],
  ),
  script(
    'Buffers without end',
    { tries: 'the same through Buffer.alloc', stoppedBy: outside },
    `export function attack() {
  const all: Uint8Array[] = [];
  for (;;) all.push(Buffer.alloc(10_000_000, 1));
}`,
    [REFUSED, OUT_OF_MEMORY, STUCK],
  ),
  script(
    'an array of a billion',
    { tries: 'to allocate in one native call', stoppedBy: heap },
    `export function attack() { return new Array(1e9).fill(0).length; }`,
    [REFUSED, OUT_OF_MEMORY, STUCK],
  ),
  script(
    'a cache without end',
    { tries: 'to fill the memory through the cache', stoppedBy: heap },
    `import { createClient } from 'redis';
export async function attack() {
  const cache = createClient(); await cache.connect();
  const value = Array.from({ length: 200_000 }, (_, n) => n).join();
  for (let i = 0; ; i++) await cache.set('k' + i, value + i);
}`,
    [OUT_OF_MEMORY, STUCK, RESTLESS, { throws: /more than \d+ things/ }],
  ),
  script(
    'a file system without end',
    { tries: 'to fill the memory through files', stoppedBy: outside },
    `import fs from 'node:fs';
export function attack() {
  const bytes = Buffer.alloc(5_000_000, 1);
  for (let i = 0; ; i++) fs.writeFileSync('/tmp/' + i, bytes);
}`,
    [REFUSED, OUT_OF_MEMORY, STUCK],
  ),
  script(
    'an answer of a hundred megabytes',
    {
      tries: 'to make the checks swallow it',
      stoppedBy: 'the encoder, which cuts what it carries and says so',
    },
    `export function attack() { return 'x'.repeat(100_000_000).length; }`,
    { answers: 100_000_000 },
  ),
  script(
    'an error with a message of fifty megabytes',
    { tries: 'to make the checks swallow it', stoppedBy: 'the encoder cuts it' },
    `export function attack() { throw new Error('x'.repeat(50_000_000)); }`,
    { throws: /^x{1000,200000}/ },
  ),
];
