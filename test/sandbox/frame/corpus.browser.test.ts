import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  channelOf,
  type Database,
  type PgServer,
  type SandboxHost,
} from '../../../src/contract/index.ts';
import { compileProgram } from '../../../src/sandbox/compile/compile-program.ts';
import { FrameHost } from '../../../src/sandbox/frame/index.ts';
import { createSandboxHost } from '../../../src/sandbox/index.ts';
import { openTestDatabase } from '../../support/open-database.ts';
import { CORPUS } from '../hostile/corpus.ts';
import {
  isForeseen,
  runScript,
  sentenceOf,
  takesLong,
  WELL,
  WELL_ANSWERS,
  type Ended,
} from '../hostile/run-script.ts';
import type { HostileScript } from '../hostile/script.ts';
import { realmCode } from './learner.ts';

// Every script in a worker of its own in the frame, as a page runs it.

let frames: FrameHost;
/** With the usual patience; and with little, for what runs into its deadline anyway. */
let host: SandboxHost;
let impatient: SandboxHost;
let database: Database;
beforeAll(async () => {
  frames = new FrameHost(realmCode);
  host = createSandboxHost(channelOf(frames.connect().port));
  impatient = createSandboxHost(channelOf(frames.connect().port), { answer: 1_000, grace: 500 });
  database = await openTestDatabase();
  await database.superuser('CREATE ROLE app LOGIN');
});
afterAll(() => {
  frames.dispose();
});

async function run(script: HostileScript): Promise<Ended> {
  const program = compileProgram(script.files);
  const sandbox = await (takesLong(script) ? impatient : host).start();
  try {
    // The run after the one before.
    const well = await runScript(sandbox, compileProgram(WELL));
    expect(well).toMatchObject({ kind: 'returned', value: WELL_ANSWERS });
    if (!script.database) return await runScript(sandbox, program);
    return await serve((server) =>
      runScript(sandbox, program, (connection, port) => {
        server.accept(connection, port);
      }),
    );
  } finally {
    sandbox.kill();
  }
}

const serve = <T>(use: (server: PgServer) => Promise<T>): Promise<T> =>
  database.serve({ mode: 'transaction', users: { app: 'app' }, maxClients: 100 }, use);

describe.each(Object.entries(CORPUS))('%s', (_, scripts) => {
  it.each(scripts.map((script) => [script.name, script] as const))('%s', async (_name, script) => {
    const ended = await run(script);
    const foreseen = isForeseen(script.endsInChromium ?? script.ends, ended);
    expect(foreseen, JSON.stringify(ended).slice(0, 500)).toBe(true);
    const sentence = sentenceOf(ended);
    if (sentence !== null) expect(sentence).toMatch(/^[^\n]{10,800}\.$/);
  });
});
