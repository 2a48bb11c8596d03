import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  channelOf,
  type Database,
  type HostLine,
  type PgServer,
  type Sandbox,
  type SandboxHost,
} from '../../../src/contract/index.ts';
import { compileProgram } from '../../../src/sandbox/compile/compile-program.ts';
import { createSandboxHost } from '../../../src/sandbox/index.ts';
import {
  createNodeSandboxHost,
  type NodeSandboxHost,
} from '../../../src/sandbox/node/node-host.ts';
import { openTestDatabase } from '../../support/open-database.ts';
import { CORPUS } from './corpus.ts';
import {
  isForeseen,
  runScript,
  sentenceOf,
  takesLong,
  WELL,
  WELL_ANSWERS,
  type Ended,
} from './run-script.ts';
import type { HostileScript } from './script.ts';

// Every script in a process of its own, as grade runs it.

const USED_UP = 1_000;

let processes: NodeSandboxHost;
let line: HostLine;
/** With the usual patience; and with little, for what runs into its deadline anyway. */
let host: SandboxHost;
let impatient: SandboxHost;
let database: Database;
beforeAll(async () => {
  processes = createNodeSandboxHost();
  line = processes.connect();
  host = createSandboxHost(channelOf(line.port));
  impatient = createSandboxHost(channelOf(processes.connect().port), {
    answer: USED_UP,
    grace: 500,
  });
  database = await openTestDatabase();
  await database.superuser('CREATE ROLE app LOGIN');
});
afterAll(() => {
  processes.dispose();
});

async function run(script: HostileScript): Promise<Ended> {
  const program = compileProgram(script.files);
  const sandbox = await (takesLong(script) ? impatient : host).start();
  try {
    // The run after the one before.
    expect(await runWell(sandbox)).toBe(WELL_ANSWERS);
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

/** What the program answers that has to work in every realm, whatever ran in others before. */
async function runWell(sandbox: Sandbox): Promise<unknown> {
  const ended = await runScript(sandbox, compileProgram(WELL));
  return ended.kind === 'returned' ? ended.value : ended;
}

it('holds sixty scripts and more, each of its own name', () => {
  const names = Object.values(CORPUS).flatMap((scripts) => scripts.map(({ name }) => name));
  expect(names.length).toBeGreaterThanOrEqual(60);
  expect(new Set(names).size).toBe(names.length);
});

describe.each(Object.entries(CORPUS))('%s', (_, scripts) => {
  it.each(scripts.map((script) => [script.name, script] as const))('%s', async (_name, script) => {
    const ended = await run(script);
    expect(isForeseen(script.ends, ended), JSON.stringify(ended).slice(0, 500)).toBe(true);
    const sentence = sentenceOf(ended);
    // One sentence; the one on a missing module also lists what there is.
    if (sentence !== null) expect(sentence).toMatch(/^[^\n]{10,800}\.$/);
  });
});

it('leaves the next run as good as the first', async () => {
  const sandbox = await host.start();
  expect(await runWell(sandbox)).toBe(WELL_ANSWERS);
  sandbox.kill();
});
