import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { toFault, type LeakproofError } from '../contract/index.ts';
import { endWithReader } from './closed-pipe.ts';
import { EnginePool } from './engine-pool.ts';
import { gradeAll, type AnswerReport } from './grade-all.ts';
import { gradeFiles, type Graded } from './grade-report.ts';
import { findLesson, findLessons, loadLessonModule } from './lesson-code.ts';
import { createNodeEngine } from './node-engine.ts';
import { LARGEST_SEED, parseSeed, wrongUsage } from './seed.ts';
import { overlayFolder } from './submission.ts';

const USAGE =
  'usage: grade <slug> --files <dir> [--seed N] [--json], or grade --all [slug…] [--seed N] [--json]';

async function main(argv: readonly string[]): Promise<0 | 1 | 2> {
  const { values, positionals } = parse(argv);
  const json = values.json === true;
  const seed = values.seed === undefined ? randomInt(LARGEST_SEED) : parseSeed(values.seed, USAGE);
  if (values.all === true) {
    if (values.files !== undefined) throw usage();
    return printAll(positionals, seed, json);
  }
  const [slug, ...rest] = positionals;
  if (slug === undefined || rest.length > 0 || values.files === undefined) throw usage();
  const lesson = await findLesson(slug);
  const files = await overlayFolder(lesson, values.files);
  const { checks } = await loadLessonModule(lesson);
  // One run, so there is nothing to keep ready for a second.
  const engine = createNodeEngine({ reuse: true });
  try {
    const graded = await gradeFiles(engine, slug, files, seed, checks);
    print(graded, json);
    return graded.exitCode;
  } finally {
    engine.dispose();
  }
}

function parse(argv: readonly string[]): {
  values: { all?: boolean; json?: boolean; seed?: string; files?: string };
  positionals: string[];
} {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        all: { type: 'boolean' },
        json: { type: 'boolean' },
        seed: { type: 'string' },
        files: { type: 'string' },
      },
    });
  } catch (error) {
    throw usage(error instanceof Error ? error.message : undefined);
  }
}

const usage = (problem?: string): LeakproofError => wrongUsage(USAGE, problem);

function print({ report, verdict, line }: Graded, json: boolean): void {
  if (json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  else {
    const explanations = new Map(verdict?.checks.map((check) => [check.id, check.explanation]));
    for (const check of report.checks) {
      process.stdout.write(`${SIGNS[check.status]} ${check.id}: ${check.message}\n`);
      const explanation = explanations.get(check.id);
      if (explanation !== undefined) process.stdout.write(`  ${explanation}\n`);
    }
  }
  process.stderr.write(`${line} (seed ${report.seed})\n`);
}

const SIGNS = { passed: '✓', failed: '✕', 'could-not-check': '?' } as const;

async function printAll(slugs: readonly string[], seed: number, json: boolean): Promise<0 | 1> {
  const lessons = await findLessons(slugs);
  const pool = new EnginePool();
  const say = (entry: AnswerReport): void => {
    const sign = entry.ok ? '✓' : '✕';
    if (!json) process.stdout.write(`${sign} ${entry.lesson} ${entry.kind}/${entry.answer}\n`);
    if (!entry.ok) {
      const wanted = entry.expected === null ? 'pass' : `fail ${entry.expected}`;
      process.stderr.write(
        `${entry.lesson} ${entry.kind}/${entry.answer} should ${wanted}: ${entry.message}\n`,
      );
    }
  };
  try {
    const reports = await gradeAll(pool, lessons, seed, say);
    if (json) process.stdout.write(`${JSON.stringify(reports, null, 2)}\n`);
    const bad = reports.filter((entry) => !entry.ok).length;
    process.stderr.write(
      `${reports.length - bad} of ${reports.length} answers did what their lesson says (seed ${seed})\n`,
    );
    return bad === 0 && reports.length > 0 ? 0 : 1;
  } finally {
    pool.dispose();
  }
}

endWithReader();
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`grade: ${toFault(error).message.replaceAll('\n', ' ')}\n`);
  process.exitCode = 2;
}
