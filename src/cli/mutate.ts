import { parseArgs } from 'node:util';
import type { LessonFolder } from '../content/index.ts';
import { toFault } from '../contract/index.ts';
import { endWithReader } from './closed-pipe.ts';
import { EnginePool } from './engine-pool.ts';
import { findLessons } from './lesson-code.ts';
import { readMutants, tryInTurn, tryMutants, type Tried } from './mutate-lesson.ts';
import { meetsTarget, reportOf, TARGET, type MutationReport } from './mutate-report.ts';
import { writeScore } from './score.ts';
import { parseSeed, wrongUsage } from './seed.ts';

const USAGE = 'usage: mutate [slug…] [--all] [--seed N] [--json] [--write]';

/** Fixed, unlike that of `grade`: the score in the repository is one that anybody can repeat. */
const SEED = 1;

interface Options {
  readonly all: boolean;
  readonly json: boolean;
  readonly write: boolean;
  readonly seed: number;
  readonly slugs: readonly string[];
}

async function main(argv: readonly string[]): Promise<0 | 1> {
  const options = parse(argv);
  const lessons = await findLessons(options.slugs);
  const pool = new EnginePool();
  try {
    const reports: MutationReport[] = [];
    for (const lesson of lessons) reports.push(await breakLesson(pool, lesson, options));
    if (options.json) process.stdout.write(`${JSON.stringify(reports, null, 2)}\n`);
    const [mutants, killed] = [total(reports, 'mutants'), total(reports, 'killed')];
    process.stderr.write(
      `${killed} of ${mutants} mutants killed, ${TARGET * 100} % are wanted (seed ${options.seed})\n`,
    );
    return meetsTarget(reports) ? 0 : 1;
  } finally {
    pool.dispose();
  }
}

async function breakLesson(
  pool: EnginePool,
  lesson: LessonFolder,
  { all, json, write, seed }: Options,
): Promise<MutationReport> {
  const mutants = await readMutants(lesson);
  const say = (tried: Tried): void => {
    report(lesson.slug, tried, json);
  };
  const tried = all
    ? await tryMutants(pool, lesson, mutants.ordered, seed, say)
    : await tryInTurn(pool, lesson, mutants.ordered, seed, say);
  if (all) await proveEquivalent(pool, lesson, mutants.equivalent, seed);
  if (write) await writeScore(lesson, mutants, tried, seed);
  const result = reportOf(lesson.slug, tried, mutants.equivalent.length);
  const undecided = tried.length - result.mutants;
  process.stderr.write(
    `${lesson.slug}: ${result.killed} of ${result.mutants} mutants killed, ${result.survived.length} survived, ${result.equivalent} equivalent, ${undecided} could not be checked\n`,
  );
  return result;
}

const SIGNS = { killed: '✓', survived: '✕', undecided: '?' } as const;

function report(slug: string, { mutant, outcome, line }: Tried, json: boolean): void {
  const name = `${slug} ${mutant.answer}, ${mutant.mutation}`;
  if (!json) process.stdout.write(`${SIGNS[outcome]} ${name}\n`);
  if (outcome === 'survived') process.stderr.write(`${name} survived:\n${mutant.diff}\n`);
  if (outcome === 'undecided') process.stderr.write(`${name} does not count: ${line}\n`);
}

/** An equivalent mutant that a check refuses is none: whoever listed it was wrong. */
async function proveEquivalent(
  pool: EnginePool,
  lesson: LessonFolder,
  mutants: Parameters<typeof tryMutants>[2],
  seed: number,
): Promise<void> {
  const tried = await tryMutants(pool, lesson, mutants, seed);
  const refused = tried.filter(({ outcome }) => outcome !== 'survived');
  if (refused.length === 0) return;
  const names = refused.map(({ mutant }) => `${mutant.answer} "${mutant.mutation}"`).join(', ');
  throw new Error(`${lesson.slug}: equivalent.json lists what does not pass: ${names}`);
}

const total = (reports: readonly MutationReport[], of: 'mutants' | 'killed'): number =>
  reports.reduce((sum, one) => sum + one[of], 0);

function parse(argv: readonly string[]): Options {
  try {
    const flag = { type: 'boolean', default: false } as const;
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { all: flag, json: flag, write: flag, seed: { type: 'string' } },
    });
    const { all, json, write, seed } = values;
    // The list is shown to learners, who read twenty lines and not four hundred.
    if (all && write) throw new Error('--write takes the mutants of a short run, without --all');
    const chosen = seed === undefined ? SEED : parseSeed(seed, USAGE);
    return { all, json, write, seed: chosen, slugs: positionals };
  } catch (error) {
    if (error instanceof Error && error.name === 'LeakproofError') throw error;
    throw wrongUsage(USAGE, error instanceof Error ? error.message : undefined);
  }
}

endWithReader();
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`mutate: ${toFault(error).message.replaceAll('\n', ' ')}\n`);
  process.exitCode = 2;
}
