import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { JSHandle } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNodeEngine } from '../../src/cli/node-engine.ts';
import type { FileTexts, Verdict } from '../../src/contract/index.ts';
import type { Engine } from '../../src/engine/index.ts';
import { answeredLessons } from './support/answers.ts';
import { useBuiltSite } from './support/built-site.ts';

/**
 * One suite on two realms: each answer gets the same verdict, word for word, from the engine of the
 * built site in Chromium and from the engine that grades in Node.
 *
 * The page has no hook for this, and needs none. The site's engine is a module of its own, which a
 * lesson's page imports by its address, and so does this test, on the home page, which has no engine
 * in it. Nothing is added that code in the page, a learner's least of all, could reach.
 */
const SEED = 20_250_314;

const site = useBuiltSite();
const node = createNodeEngine();
let browser: JSHandle<Engine>;
let close: () => Promise<void>;

beforeAll(async () => {
  const { page, close: closeVisit } = await site.visit('');
  close = closeVisit;
  const address = JSON.stringify(`${site.url}assets/${engineModule()}`);
  // As text: a function would have its import() rewritten on its way through Vitest.
  browser = await page.evaluateHandle<Engine>(
    `import(${address}).then((engine) => engine.createBrowserEngine())`,
  );
});

afterAll(async () => {
  node.dispose();
  await close();
});

/** The file that holds the engine: the bundler names it after its folder. */
function engineModule(): string {
  const assets = readdirSync(resolve(import.meta.dirname, '../../dist/assets'));
  const found = assets.filter((name) => /^engine-[\w-]+\.js$/.test(name));
  expect(found).toHaveLength(1);
  return found[0] ?? '';
}

const inBrowser = (slug: string, files: FileTexts): Promise<Verdict> =>
  browser.evaluate((engine, [name, texts, seed]) => engine.check(name, texts, seed), [
    slug,
    files,
    SEED,
  ] as const);

const timeless = (verdict: Verdict): Verdict => ({ ...verdict, ms: 0 });

describe.each(await answeredLessons())('$lesson.slug', ({ lesson, answers }) => {
  const starter = { kind: 'the', name: 'starter', files: {} };

  it.each([starter, ...answers])(
    'gets the same verdict in Chromium and in Node for $kind $name',
    async ({ files }) => {
      const texts = { ...lesson.starter, ...files };
      const [one, other] = await Promise.all([
        inBrowser(lesson.slug, texts),
        node.check(lesson.slug, texts, SEED),
      ]);
      expect(one.checks.length).toBeGreaterThan(0);
      expect(timeless(one)).toEqual(timeless(other));
    },
  );
});
