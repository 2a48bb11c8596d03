import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright';
import { build } from 'vite';
import { ROOT } from '../../src/cli/lesson-code.ts';
import { isPgliteEval, withoutPgliteAssets } from '../../src/content/pglite-assets.ts';
import { SANDBOX_FILES } from '../../src/sandbox/build/sandbox-files.ts';
import { ensureFrameFiles, FRAME_FILES } from '../../src/sandbox/frame/node/frame-files.ts';
import { serve } from '../support/serve.ts';
import { measureWire } from './measure-wire.ts';

/** The issue's: a share of `db.query()`, milliseconds, and bytes with gzip. */
const LIMITS = { queries: 0.5, start: 250, runtime: 350_000 } as const;

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

function row(name: string, figure: string, bound = '', ok = true): boolean {
  const judged = bound === '' ? '' : `  ${bound}  ${ok ? 'ok' : 'MISSED'}`;
  process.stdout.write(`  ${name.padEnd(38)} ${figure}${judged}\n`);
  return ok;
}

/** What TypeScript costs: its start, its bytes, and the way from `pg` to PostgreSQL and back. */
export async function benchSandbox(browser: Browser): Promise<boolean> {
  await ensureFrameFiles();
  const dist = path.join(ROOT, 'node_modules/.cache/leakproof/bench-sandbox');
  await build({
    root: path.join(ROOT, 'test/bench/sandbox'),
    base: './',
    configFile: false,
    logLevel: 'error',
    plugins: [withoutPgliteAssets()],
    worker: {
      format: 'es',
      plugins: () => [withoutPgliteAssets()],
      rolldownOptions: { onLog: (level, log, pass) => isPgliteEval(log) || pass(level, log) },
    },
    build: { outDir: dist, emptyOutDir: true, target: 'es2022', assetsInlineLimit: 0 },
  });
  const site = await serve({ root: dist });
  const page = await browser.newPage();
  try {
    await page.goto(site.url);
    await page.waitForFunction(() => 'measureSandbox' in window);
    const { starts, direct, clients, client, pool } = await page.evaluate(() =>
      window.measureSandbox(),
    );
    const [cold = Number.NaN, ...warm] = starts;
    const start = median(warm);
    const share = (all: readonly number[], of: readonly number[]): number =>
      median(of.map((queries, round) => queries / (all[round] ?? Number.NaN)));
    process.stdout.write("the sandbox of a lesson's TypeScript\n");
    row('first start of a realm', `${cold.toFixed(0)} ms`);
    row('in Chromium: db.query(), per second', median(direct).toFixed(0));
    // What the border between the frame's process and the page's costs is in these.
    row('8 connections in a realm', share(direct, clients).toFixed(2));
    row('1 connection in a realm', share(direct, client).toFixed(2));
    row('pool.query() in a realm', share(direct, pool).toFixed(2));
    const wire = await measureWire();
    const throughWire = share(wire.direct, wire.wire);
    row('in one thread: db.query(), per second', median(wire.direct).toFixed(0));
    const [runtime, realm, mcp] = await Promise.all([
      zipped(SANDBOX_FILES.runtime),
      readFile(FRAME_FILES.realm).then((bytes) => bytes.length),
      zipped(SANDBOX_FILES.mcp),
    ]);
    row('realm as it is fetched, gzipped', `${kilobytes(realm)} kB`);
    row('MCP SDK’s chunk, gzipped', `${kilobytes(mcp)} kB`);
    return [
      row(
        'start of a realm',
        `${start.toFixed(0)} ms`,
        `at most ${LIMITS.start} ms`,
        start <= LIMITS.start,
      ),
      row(
        'pg + wire + pooler / db.query()',
        throughWire.toFixed(2),
        `at least ${LIMITS.queries.toFixed(2)}`,
        throughWire >= LIMITS.queries,
      ),
      row(
        'runtime, gzipped',
        `${kilobytes(runtime)} kB`,
        `at most ${kilobytes(LIMITS.runtime)} kB`,
        runtime <= LIMITS.runtime,
      ),
    ].every(Boolean);
  } finally {
    await page.close();
    await site.close();
  }
}

const zipped = async (file: string): Promise<number> =>
  gzipSync(await readFile(file), { level: 9 }).length;

const kilobytes = (bytes: number): string => (bytes / 1000).toFixed(0);
