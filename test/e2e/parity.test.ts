import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer, LessonFolder } from '../../src/content/index.ts';
import type { FileTexts, Verdict } from '../../src/contract/index.ts';
import type { SessionState } from '../../src/workbook/index.ts';
import { GRADED_SEED, Grader } from '../support/graded.ts';
import { answeredLessons } from './support/answers.ts';
import { useBuiltSite } from './support/built-site.ts';
import { press, statusLine, tab } from './support/desk.ts';

/**
 * One suite in two realms: an answer gets the same verdict, word for word, from the built site in
 * Chromium and from the worker that grades in Node.
 *
 * The page has no hook for this, since a hook would be there for a learner's code too. Files go in
 * through the editor, the seed through the one place where the page draws chance, and the verdict is
 * read from where the page's own elements have it. In Chromium each check has a database of its own,
 * or two that share it, as a learner's has; in Node one serves them all, so that equal verdicts also
 * say that a world leaves nothing behind for the next.
 */
const SAME_SEED = `globalThis.crypto.getRandomValues = (words) => words.fill(${GRADED_SEED * 2});`;

/** Asks for the lesson's session as an element does, and leaves it where the test finds it. */
const ASK_FOR_SESSION = `
  document.querySelector('lp-verdict').dispatchEvent(
    new CustomEvent('lp-session-request', {
      detail: { answer: (session) => (globalThis.session = session) },
      bubbles: true,
    }),
  );
`;

/** Pages at work at once: a check uses little more than one of two cores. */
const LANES = 2;

/** What hangs: a check here takes seconds, and some minutes on a machine that is busy. */
const HANGS = 120_000;

interface Case {
  readonly title: string;
  readonly lesson: LessonFolder;
  readonly files: FileTexts;
}

const cases: readonly Case[] = (await answeredLessons()).flatMap(({ lesson, answers }) => {
  const starter = { kind: 'starter', name: 'as it is', files: {} };
  const chosen = process.env.LEAKPROOF_PARITY === 'all' ? answers : someOf(lesson, answers);
  return [starter, ...chosen].map(({ kind, name, files }) => ({
    title: `${lesson.slug}, ${kind}: ${name}`,
    lesson,
    files: { ...lesson.starter, ...files },
  }));
});

/** A right answer, and of each check the first wrong answer that fails it: `npm run parity` has all. */
function someOf({ manifest }: LessonFolder, answers: readonly Answer[]): readonly Answer[] {
  const firsts = new Map(manifest.wrong.toReversed().map(({ check, name }) => [check, name]));
  const names = new Set([manifest.right[0]?.name, ...firsts.values()]);
  return answers.filter(({ name }) => names.has(name));
}

type Verdicts = ReadonlyMap<string, Promise<Verdict>>;

const site = useBuiltSite();
const node = new Grader();
const pages = new Map<string, Promise<Page>>();
let fromNode: Verdicts;
let fromBrowser: Verdicts;

beforeAll(() => {
  // Neither realm waits for the other: each goes through the cases at its own pace.
  fromNode = new Map(
    cases.map(({ title, lesson, files }) => [title, node.verdictOf(lesson.slug, files)]),
  );
  const slugs = [...new Set(cases.map(({ lesson }) => lesson.slug))];
  const lanes = Array.from({ length: LANES }, (_, lane) =>
    oneByOne(
      cases.filter(({ lesson }) => slugs.indexOf(lesson.slug) % LANES === lane),
      checkInBrowser,
    ),
  );
  fromBrowser = new Map(lanes.flatMap((lane) => [...lane]));
});

afterAll(() => {
  node.dispose();
});

/** Starts each run when the one before has ended: an engine lets a newer run take its place. */
function oneByOne(some: readonly Case[], run: (each: Case) => Promise<Verdict>): Verdicts {
  let last: Promise<unknown> = Promise.resolve();
  return new Map(
    some.map((each) => {
      const next = last.then(() => run(each));
      last = next.catch(() => undefined);
      return [each.title, next];
    }),
  );
}

async function checkInBrowser({ lesson, files }: Case): Promise<Verdict> {
  const page = await pageOf(lesson.slug);
  for (const { path } of lesson.manifest.files.filter((file) => file.editable)) {
    await tab(page, path).tap();
    await page.getByRole('textbox', { name: path }).fill(files[path] ?? '');
  }
  await press(page, /^Check/);
  await page.waitForFunction('globalThis.session.state.running === null', null, { timeout: HANGS });
  const { fault, verdict } = await page.evaluate<Pick<SessionState, 'fault' | 'verdict'>>(
    '({ fault: session.state.fault, verdict: session.state.verdict })',
  );
  // A change of the files leaves the verdict before it stale, so this one is none of theirs.
  if (verdict === null) throw new Error(fault?.fault.message ?? 'The check came to no verdict');
  return verdict.value;
}

/** A touch screen, whose plain editor takes a whole text at once. */
function pageOf(slug: string): Promise<Page> {
  const known = pages.get(slug);
  if (known !== undefined) return known;
  const opened = open(slug);
  pages.set(slug, opened);
  return opened;
}

async function open(slug: string): Promise<Page> {
  const { page } = await site.visit(`lessons/${slug}/`, { hasTouch: true, before: SAME_SEED });
  await statusLine(page).filter({ hasText: 'ready in' }).waitFor();
  await page.evaluate(ASK_FOR_SESSION);
  return page;
}

describe('the same verdict in Chromium and in Node', () => {
  it.each(cases)(
    '$title',
    async ({ title }) => {
      const [one, other] = await Promise.all([fromBrowser.get(title), fromNode.get(title)]);
      expect(one?.seed).toBe(GRADED_SEED);
      expect(one?.checks.length).toBeGreaterThan(0);
      expect({ ...one, ms: 0 }).toEqual({ ...other, ms: 0 });
      // The first of a lesson waits for its page, and each for two lanes and Node on two cores.
    },
    180_000,
  );
});
