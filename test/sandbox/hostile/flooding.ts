import {
  OUT_OF_MEMORY,
  RESTLESS,
  script,
  STUCK,
  type Ending,
  type HostileScript,
} from './script.ts';

const bounded = 'what is shown and traced is bounded';

/** More than was allowed for one load: the program is told, or ended. */
const TOO_MUCH: Ending = { throws: /more than [\d,]+ things/ };
const CUT_OFF: Ending = {
  fault: 'program-ended',
  says: /^Your program was ended: it (sent|wrote|opened) .*more/,
};

/** Too much of what is allowed. */
export const FLOODING: readonly HostileScript[] = [
  script(
    'a million lines',
    { tries: 'to flood the console', stoppedBy: bounded },
    `export function attack() { for (let i = 0; i < 200_000; i++) console.log('line', i); return 1; }`,
    [{ answers: 1 }, STUCK],
  ),
  script(
    'a line of a hundred megabytes',
    { tries: 'to flood the console with one line', stoppedBy: bounded },
    `export function attack() { console.log('x'.repeat(100_000_000)); return 1; }`,
    [{ answers: 1 }, OUT_OF_MEMORY],
  ),
  script(
    'the cache asked without end',
    { tries: 'to flood the trace', stoppedBy: bounded },
    `import { createClient } from 'redis';
export async function attack() { const c = createClient(); await c.connect(); for (;;) await c.get('k'); }`,
    [TOO_MUCH, CUT_OFF, STUCK, RESTLESS, { unsettled: /^attack did not settle within/ }],
  ),
  script(
    'files asked without end',
    { tries: 'to flood the trace', stoppedBy: bounded },
    `import fs from 'node:fs';
export function attack() { for (;;) fs.existsSync('/tmp'); }`,
    [TOO_MUCH, CUT_OFF, STUCK],
  ),
  script(
    'a log without end',
    { tries: 'to flood the trace', stoppedBy: bounded },
    `import pino from 'pino';
const log = pino();
export function attack() { for (;;) log.info({ text: 'x'.repeat(1000) }, 'again'); }`,
    [TOO_MUCH, CUT_OFF, STUCK],
  ),
  script(
    'rejections that nobody handles',
    {
      tries: 'to end the process, or to flood its reports',
      stoppedBy: 'they are reported like console lines, bounded',
    },
    `export async function attack() { for (let i = 0; i < 20_000; i++) void Promise.reject(new Error('r' + i)); await new Promise((done) => setTimeout(done, 5)); return 1; }`,
    [{ answers: 1 }, STUCK],
  ),
  script(
    'errors that nobody catches',
    { tries: 'to end the process by throwing in timers', stoppedBy: 'the runtime catches them' },
    `export async function attack() { for (let i = 0; i < 500; i++) setTimeout(() => { throw new Error('t' + i); }, 0); await new Promise((done) => setTimeout(done, 20)); return 1; }`,
    { answers: 1 },
  ),
  script(
    'sockets without end',
    {
      tries: 'to open more connections than the checks can follow',
      stoppedBy: 'the checks’ end counts them',
    },
    `import { Client } from 'pg';
export async function attack() {
  for (let i = 0; i < 6_000; i++) { const c = new Client({ host: 'h', user: 'u' }); c.on('error', () => {}); c.connect().catch(() => {}); }
  await new Promise(() => {});
}`,
    [CUT_OFF, STUCK],
  ),
  script(
    'bytes without end',
    {
      tries: 'to flood a connection',
      stoppedBy: 'the pump stops a process that sends too much; a browser’s realm by its deadline',
    },
    `import { Client } from 'pg';
export function attack() {
  const c = new Client({ host: 'h', user: 'u' }); c.on('error', () => {}); c.connect().catch(() => {});
  const bytes = Buffer.alloc(1_000_000);
  const stream = (c as any).connection.stream;
  for (;;) stream.write(bytes);
}`,
    [CUT_OFF, STUCK, OUT_OF_MEMORY],
    { endsInChromium: [CUT_OFF, STUCK, OUT_OF_MEMORY, RESTLESS] },
  ),
];
