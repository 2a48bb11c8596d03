import { fileURLToPath } from 'node:url';
import {
  defineAppAttack,
  runAttack,
  runChecks,
  type AnyCheck,
  type AppLab,
  type LessonModule,
} from '../../src/checks/index.ts';
import { loadLessonModule } from '../../src/cli/lesson-code.ts';
import { startThread } from '../../src/cli/start-thread.ts';
import { readAnswers, type Answer } from '../../src/content/read-answers.ts';
import { readLessonFolder, type LessonFolder } from '../../src/content/lesson-folder.ts';
import type { Problem } from '../../src/content/problems.ts';
import {
  channelOf,
  type AttackReport,
  type FileTexts,
  type Verdict,
} from '../../src/contract/index.ts';
import { openDatabase } from '../../src/database/index.ts';
import { loadNodeAssets } from '../../src/database/node/assets.ts';
import { Compiler, createSandboxHost } from '../../src/sandbox/index.ts';
import { createNodeSandboxHost } from '../../src/sandbox/node/node-host.ts';
import { spawnCompiler } from '../../src/sandbox/node/spawn-compiler.ts';

const NAME = '01-missing-predicate';

/** The lesson with all that runs it, in this process but for the learner's code. */
export interface Bench {
  readonly folder: LessonFolder;
  readonly lesson: LessonModule;
  readonly answers: readonly Answer[];
  /** The version of the server, as it stated it. */
  readonly server: string;
  /** The starter with `tools.ts` of an answer of the folder. */
  filesOf(kind: 'right' | 'wrong', name: string): FileTexts;
  /** The starter with another `tools.ts`. */
  withTools(text: string): FileTexts;
  /** @param only runs these checks, and no others */
  check(files: FileTexts, seed: number, only?: readonly string[]): Promise<Verdict>;
  attack(files: FileTexts, seed: number): Promise<AttackReport>;
  /** Lets a test call the program itself, in a world as the attack has it. */
  use(files: FileTexts, seed: number, probe: (lab: AppLab) => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

/** Reads this lesson alone, so that another one under construction does not fail its tests. */
export async function openBench(): Promise<Bench> {
  const problems: Problem[] = [];
  const path = fileURLToPath(new URL(`../../lessons/${NAME}`, import.meta.url));
  const folder = await readLessonFolder(path, NAME, problems);
  if (!folder) throw new Error(JSON.stringify(problems, null, 2));
  const lesson = await loadLessonModule(folder);
  const answers = await readAnswers(folder);
  const database = await openDatabase(await loadNodeAssets());
  const compiler = new Compiler(() => spawnCompiler(startThread));
  const processes = createNodeSandboxHost();
  const line = processes.connect();
  const host = createSandboxHost(channelOf(line.port));

  const withTools = (text: string): FileTexts => ({ ...folder.starter, 'tools.ts': text });
  const app = async (files: FileTexts) => ({
    program: await compiler.compile(files),
    host,
  });
  const run = async (
    files: FileTexts,
    seed: number,
    checks: readonly AnyCheck[],
  ): Promise<Verdict> =>
    runChecks(database, { ...lesson, checks }, files, seed, undefined, undefined, await app(files));

  return {
    folder,
    lesson,
    answers,
    server: database.versions.server,
    withTools,
    filesOf(kind, name) {
      const answer = answers.find((one) => one.kind === kind && one.name === name);
      if (!answer) throw new Error(`No answer ${kind}/${name}`);
      return { ...folder.starter, ...answer.files };
    },
    check: (files, seed, only) =>
      run(
        files,
        seed,
        lesson.checks.filter(({ id }) => only?.includes(id) ?? true),
      ),
    attack: async (files, seed) =>
      runAttack(database, lesson, files, seed, undefined, await app(files)),
    async use(files, seed, probe) {
      let probed: Promise<void> | undefined;
      const attack = defineAppAttack(async (lab) => {
        probed = probe(lab);
        await probed;
        return '';
      });
      const probing = { ...lesson, attack };
      const { fault } = await runAttack(
        database,
        probing,
        files,
        seed,
        undefined,
        await app(files),
      );
      // The report has it as a fault; a test is to see what was thrown.
      await probed;
      if (fault) throw new Error(JSON.stringify(fault));
    },
    async close() {
      compiler.dispose();
      processes.dispose();
      await database.close();
    },
  };
}
