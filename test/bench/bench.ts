import { createRequire } from 'node:module';
import path from 'node:path';
import { chromium, type Browser } from 'playwright';
import { build } from 'vite';
import { readAnswers, readLessons } from '../../src/content/index.ts';
import { ROOT } from '../../src/cli/lesson-code.ts';
import { launchArgs, takeChromium } from '../support/find-chromium.ts';
import { serve, type Site } from '../support/serve.ts';
import { benchSandbox } from './bench-sandbox.ts';
import { measureLesson, type LessonFigures } from './measure-lesson.ts';

/**
 * `npm run bench`: what the page takes, as a share of what `PGlite.create()` takes in the same
 * page, the way its README shows it. Ratios hold on any machine; milliseconds do not.
 * `npm run bench -- <slug>…` measures these lessons alone.
 */

/** Cold pages per lesson. The median is printed: two shared cores are noisy. */
const ROUNDS = 5;

const LIMITS = { check: 0.1, firstQuery: 0.4 } as const;

/** Milliseconds, and no share: what a person notices does not depend on the machine. */
const LONGEST_TASK = 100;

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

function row(name: string, ms: number, create: number, limit?: number): boolean {
  const ratio = ms / create;
  const ok = limit === undefined || ratio <= limit;
  const bound = limit === undefined ? '' : `  at most ${limit.toFixed(2)}  ${ok ? 'ok' : 'MISSED'}`;
  process.stdout.write(
    `  ${name.padEnd(34)} ${ms.toFixed(0).padStart(6)} ms  ${ratio.toFixed(3)}${bound}\n`,
  );
  return ok;
}

async function benchLesson(browser: Browser, site: Site, slug: string): Promise<boolean> {
  const lesson = (await readLessons(ROOT)).find((each) => each.slug === slug);
  if (!lesson) throw new Error(`There is no lesson ${slug}`);
  const right = (await readAnswers(lesson)).find((answer) => answer.kind === 'right');
  const figures: LessonFigures[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    figures.push(await measureLesson(browser, site, slug, right?.files ?? {}));
  }
  const create = median(figures.map((each) => each.create));
  process.stdout.write(`${slug}: shares of what PGlite.create() takes to its first query\n`);
  row('PGlite.create() in the same page', create, create);
  // No limit is a share of it: it says what the same page saves PGlite.
  row('PGlite.create() in a fresh page', median(figures.map((each) => each.createCold)), create);
  const of = (name: keyof LessonFigures): number => median(figures.map((each) => each[name]));
  row('page readable', of('readable'), create);
  row('attack, click to transcript', of('attack'), create);
  // Hundreds of calls of a program, under dozens of interleavings, are not held to what SQL takes.
  const program = lesson.manifest.files.some(({ language }) => language === 'typescript');
  const check = program ? undefined : LIMITS.check;
  const longest = Math.max(...figures.map((each) => each.longestTask));
  const smooth = longest <= LONGEST_TASK;
  process.stdout.write(
    `  ${'longest task during a check'.padEnd(34)} ${longest.toFixed(0).padStart(6)} ms         at most ${LONGEST_TASK}   ${smooth ? 'ok' : 'MISSED'}\n`,
  );
  return [
    smooth,
    row('first query after a cold open', of('firstQuery'), create, LIMITS.firstQuery),
    row('check of the starter', of('checkStarter'), create, check),
    row('check of a right answer', of('checkRight'), create, check),
  ].every(Boolean);
}

const named = process.argv.slice(2);

// A folder of its own, so that a site that is being looked at stays as it is.
const dist = path.join(ROOT, 'node_modules/.cache/leakproof/bench');
await build({ root: ROOT, logLevel: 'warn', build: { outDir: dist, emptyOutDir: true } });
const pglite = path.dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite'));
const site = await serve({ root: dist, mounts: { 'pglite/': pglite } });
const browser = await chromium.launch({
  executablePath: takeChromium().executablePath,
  args: launchArgs(),
});
try {
  let ok = true;
  for (const slug of named.length > 0 ? named : (await readLessons(ROOT)).map(({ slug }) => slug))
    ok = (await benchLesson(browser, site, slug)) && ok;
  if (named.length === 0) ok = (await benchSandbox(browser)) && ok;
  process.exitCode = ok ? 0 : 1;
} finally {
  await browser.close();
  await site.close();
}
