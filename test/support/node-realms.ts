import { afterAll, beforeAll } from 'vitest';
import { compileProgram } from '../../src/sandbox/compile/compile-program.ts';
import { createSandboxHost } from '../../src/sandbox/index.ts';
import { loadChunk } from '../../src/sandbox/node/load-chunk.ts';
import { createNodeSandboxHost } from '../../src/sandbox/node/node-host.ts';
import { openPair } from '../../src/sandbox/node/ports.ts';
import {
  channelOf,
  type Database,
  type FileTexts,
  type SandboxHost,
} from '../../src/contract/index.ts';
import type { AppRun } from '../../src/checks/index.ts';
import { openTestDatabase } from './open-database.ts';

/** Realms as `grade` starts them: processes of their own. */
export interface NodeRealms {
  readonly host: SandboxHost;
  /** What a run gets of these files. */
  run(files: FileTexts): AppRun;
  /** @throws where a picture could not be drawn meanwhile: a run only leaves it out */
  dispose(): void;
}

/** @param answer milliseconds that a program is given for each answer */
export function openNodeRealms({ answer }: { readonly answer?: number } = {}): NodeRealms {
  const processes = createNodeSandboxHost();
  const line = processes.connect();
  const problems: unknown[] = [];
  const patience = answer === undefined ? {} : { answer };
  const host = createSandboxHost(channelOf(line.port), { loadChunk, openPair, ...patience });
  return {
    host,
    run: (files) => ({
      program: compileProgram(files),
      host,
      onPictureProblem: (problem) => problems.push(problem),
    }),
    dispose: () => {
      line.close();
      processes.dispose();
      const [first] = problems;
      if (first !== undefined) {
        throw new Error(`${problems.length} pictures were left out`, { cause: first });
      }
    },
  };
}

/** A database and realms for the tests of a file: impatient, since some programs never answer. */
export function useNodeRealms(): { readonly db: Database; readonly realms: NodeRealms } {
  let db: Database;
  let realms: NodeRealms;
  beforeAll(async () => {
    db = await openTestDatabase();
    realms = openNodeRealms({ answer: 1_500 });
  });
  afterAll(async () => {
    realms.dispose();
    await db.close();
  });
  return {
    get db() {
      return db;
    },
    get realms() {
      return realms;
    },
  };
}
