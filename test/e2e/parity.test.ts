import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNodeEngine } from '../../src/cli/node-engine.ts';
import type { FileTexts, Verdict } from '../../src/contract/index.ts';
import type { Engine } from '../../src/engine/index.ts';
import { answeredLessons } from './support/answers.ts';
import { useBuiltSite, type Visit } from './support/built-site.ts';

/**
 * One suite on two realms: each answer gets the same verdict, word for word, from the engine of the
 * built site in Chromium and from the engine that grades in Node.
 *
 * The page has no hook for this, and needs none. The site's engine is a module of its own, which a
 * lesson's page imports by its address, and so does this test, on the home page, which has no engine
 * in it. Nothing is added that code in the page, a learner's least of all, could reach.
 */
const SEED = 20_250_314;

interface Case {
  readonly title: string;
  readonly slug: string;
  readonly files: FileTexts;
}

const cases: readonly Case[] = (await answeredLessons()).flatMap(({ lesson, answers }) => {
  const starter = { kind: 'starter', name: 'as it is', files: {} };
  return [starter, ...answers].map(({ kind, name, files }) => ({
    title: `${lesson.slug}, ${kind}: ${name}`,
    slug: lesson.slug,
    files: { ...lesson.starter, ...files },
  }));
});

/** An engine is made for a lesson, and runs the others as well. */
const FIRST = { slug: cases[0]?.slug, starter: cases[0]?.files };

type Verdicts = ReadonlyMap<string, Promise<Verdict>>;

const site = useBuiltSite();
const node = createNodeEngine();
let visit: Visit;
let fromNode: Verdicts;
let fromBrowser: Verdicts;

beforeAll(async () => {
  visit = await site.visit('');
  const address = JSON.stringify(`${site.url}assets/${engineModule()}`);
  // As text: a function would have its import() rewritten on its way through Vitest.
  const browser = await visit.page.evaluateHandle<Engine>(
    `import(${address}).then((engine) => engine.createBrowserEngine(${JSON.stringify(FIRST)}))`,
  );
  // Neither realm waits for the other: each goes through the cases at its own pace.
  fromNode = oneByOne(({ slug, files }) => node.check(slug, files, SEED));
  fromBrowser = oneByOne(({ slug, files }) =>
    browser.evaluate((engine, [name, texts, seed]) => engine.check(name, texts, seed), [
      slug,
      files,
      SEED,
    ] as const),
  );
});

afterAll(async () => {
  node.dispose();
  await visit.close();
});

/** Starts each run when the one before has ended: an engine takes a newer run for a better one. */
function oneByOne(run: (each: Case) => Promise<Verdict>): Verdicts {
  let last: Promise<unknown> = Promise.resolve();
  return new Map(
    cases.map((each) => {
      const next = last.then(() => run(each));
      last = next.catch(() => undefined);
      return [each.title, next];
    }),
  );
}

/** The file that holds the engine: the bundler names it after its folder. */
function engineModule(): string {
  const assets = readdirSync(resolve(import.meta.dirname, '../../dist/assets'));
  const found = assets.filter((name) => /^engine-[\w-]+\.js$/.test(name));
  expect(found).toHaveLength(1);
  return found[0] ?? '';
}

describe('the same verdict in Chromium and in Node', () => {
  it.each(cases)('$title', async ({ title }) => {
    const [one, other] = await Promise.all([fromBrowser.get(title), fromNode.get(title)]);
    expect(one?.checks.length).toBeGreaterThan(0);
    expect({ ...one, ms: 0 }).toEqual({ ...other, ms: 0 });
  });
});
