import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  channelOf,
  type Channel,
  type Database,
  type HostLine,
  type SandboxHost,
} from '../../../src/contract/index.ts';
import { compileProgram } from '../../../src/sandbox/compile/compile-program.ts';
import { createSandboxHost } from '../../../src/sandbox/index.ts';
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
import type { Ending, HostileScript } from './script.ts';

/** What starts realms: processes in Node, workers of a frame in a page. */
export interface Realms {
  connect(): HostLine;
  dispose(): void;
}

/** Milliseconds for what runs into its deadline anyway. */
const LITTLE = { answer: 1_000, grace: 500 };

/**
 * Every script of the corpus in a realm of its own, after a program that has to work in it.
 * @param endingsOf the ways in which a script may end there
 */
export function describeCorpus(
  open: () => Realms,
  endingsOf: (script: HostileScript) => readonly Ending[],
): void {
  let realms: Realms;
  let host: SandboxHost;
  let impatient: SandboxHost;
  let database: Database;
  beforeAll(async () => {
    realms = open();
    host = createSandboxHost(channelOf(realms.connect().port));
    impatient = createSandboxHost(channelOf(realms.connect().port), LITTLE);
    database = await openTestDatabase();
    await database.superuser('CREATE ROLE app LOGIN');
  });
  afterAll(() => {
    realms.dispose();
  });

  async function run(script: HostileScript): Promise<Ended> {
    const program = compileProgram(script.files);
    const sandbox = await (takesLong(script) ? impatient : host).start();
    try {
      const well = await runScript(sandbox, compileProgram(WELL));
      expect(well).toMatchObject({ kind: 'returned', value: WELL_ANSWERS });
      if (!script.database) return await runScript(sandbox, program);
      const options = { mode: 'transaction', users: { app: 'app' }, maxClients: 100 } as const;
      return await database.serve(options, (server) =>
        runScript(sandbox, program, (connection: number, port: Channel) => {
          server.accept(connection, port);
        }),
      );
    } finally {
      sandbox.kill();
    }
  }

  describe.each(Object.entries(CORPUS))('%s', (_, scripts) => {
    it.each(scripts.map((script) => [script.name, script] as const))(
      '%s',
      async (_name, script) => {
        const ended = await run(script);
        const foreseen = isForeseen(endingsOf(script), ended);
        expect(foreseen, JSON.stringify(ended).slice(0, 500)).toBe(true);
        const sentence = sentenceOf(ended);
        // One sentence; the one on a missing module also lists what there is.
        if (sentence !== null) expect(sentence).toMatch(/^[^\n]{10,800}\.$/);
      },
    );
  });

  it('leaves the next run as good as the first', async () => {
    const sandbox = await host.start();
    const well = await runScript(sandbox, compileProgram(WELL));
    expect(well).toMatchObject({ kind: 'returned', value: WELL_ANSWERS });
    sandbox.kill();
  });
}
