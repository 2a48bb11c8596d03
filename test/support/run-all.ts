/**
 * Everything that must hold before a change goes in: `npm test`. It ends with one line,
 * `N passed, N failed`, and exits with 1 unless everything ran and everything passed.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { failuresIn } from './failures.ts';
import { lastLine, sum, tallyOfStep, tallyOfSuite, type Tally } from './tally.ts';

interface Step {
  readonly title: string;
  /** A script of package.json. */
  readonly script: string;
  /** What comes after this step would only repeat its failure, so the run stops here. */
  readonly required?: true;
}

interface Suite {
  readonly title: string;
  /** A project of vitest.config.ts. */
  readonly project: string;
}

const STEPS: readonly (Step | Suite)[] = [
  { title: 'Format', script: 'format:check' },
  { title: 'Lint', script: 'lint' },
  { title: 'Types', script: 'typecheck', required: true },
  { title: 'Build', script: 'build', required: true },
  { title: 'Tests on Node', project: 'node' },
  { title: 'Tests in Chromium', project: 'chromium' },
  { title: 'The built site in Chromium', project: 'e2e' },
];

const root = resolve(import.meta.dirname, '../..');
const reports = resolve(root, 'node_modules/.cache/test-reports');

const tallies: Tally[] = [];
/** What failed, a line each: said once more at the end, where whoever sees only that finds it. */
const failures: string[] = [];
for (const [index, step] of STEPS.entries()) {
  console.log(`\n=== ${step.title} (${index + 1} of ${STEPS.length}) ===\n`);
  const start = performance.now();
  const tally = 'script' in step ? await runStep(step) : await runSuite(step);
  tallies.push(tally);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  // Worded unlike the last line, so that whoever looks for that one finds only that one.
  const outcome = tally.failed === 0 ? 'in order' : `${tally.failed} not in order`;
  console.log(`\n${step.title}: ${outcome} (${seconds} s)`);
  if (tally.failed > 0) {
    const named = 'project' in step ? failuresIn(readIfThere(reportOf(step)), root) : [];
    failures.push(`${step.title}: ${outcome}`, ...named.map((line) => `  ${line}`));
  }
  if (tally.failed > 0 && 'required' in step) {
    const left = STEPS.slice(index + 1).map(({ title }) => title);
    console.log(`\nStopped: "${step.title}" failed. Not run: ${left.join(', ')}.`);
    break;
  }
}

const total = sum(tallies);
process.exitCode = total.failed === 0 ? 0 : 1;
if (failures.length > 0) console.log(`\n${failures.join('\n')}`);
console.log(`\n${lastLine(total)}`);

async function runStep({ script }: Step): Promise<Tally> {
  return tallyOfStep(await run(npm('run', '--silent', script)));
}

async function runSuite(suite: Suite): Promise<Tally> {
  const { project } = suite;
  const report = reportOf(suite);
  mkdirSync(dirname(report), { recursive: true });
  // An old report must never speak for a suite that did not come to write its own.
  rmSync(report, { force: true });
  const vitest = resolve(root, 'node_modules/vitest/vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const exitCode = await run([process.execPath, vitest, 'run', '--project', project, ...reporters]);
  return tallyOfSuite(readIfThere(report), exitCode);
}

function reportOf({ project }: Suite): string {
  return resolve(reports, `${project}.json`);
}

/** The npm that runs this script, started without a shell; plain `npm` when there is none. */
function npm(...args: string[]): string[] {
  const cli = process.env.npm_execpath;
  return cli === undefined ? ['npm', ...args] : [process.execPath, cli, ...args];
}

/** Runs a program to its end with its output passed on, and resolves to its exit code. */
function run([command = '', ...args]: string[]): Promise<number> {
  return new Promise((ended) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', (error) => {
      console.error(`${command} did not start: ${error.message}`);
      ended(1);
    });
    // Ended by a signal there is no code, and that is no success.
    child.once('close', (code) => ended(code ?? 1));
  });
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
