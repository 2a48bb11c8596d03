/**
 * `npm run screenshots`: the README's pictures, taken of the built site in a real Chromium. They lie
 * in `public/`, so that the site has them too, and small enough to be kept in git.
 */
import { mkdir, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright';
import { answeredLessons, answerNamed } from '../e2e/support/answers.ts';
import { check, paste, ready, tab } from '../e2e/support/desk.ts';
import { launchArgs, takeChromium } from './find-chromium.ts';
import { serve } from './serve.ts';

const FOLDER = resolve(import.meta.dirname, '../../public/screenshots');

/** What a page of text may weigh at most; more means that something is on it that should not be. */
const MAX_BYTES = 200_000;

/** One seed for every run in the pictures, so that a new picture differs only in what was changed. */
const SEED = 7;

interface Picture {
  readonly name: string;
  readonly path: string;
  readonly colorScheme: 'light' | 'dark';
  /** What is done on the page before it is taken. */
  readonly act: (page: Page) => Promise<void>;
}

const LESSON = 'lessons/a-policy-per-command/';

const PICTURES: readonly Picture[] = [
  { name: 'lesson', path: LESSON, colorScheme: 'light', act: checkFails },
  { name: 'lesson-dark', path: LESSON, colorScheme: 'dark', act: checkFails },
  { name: 'matrix', path: LESSON, colorScheme: 'light', act: matrixHolds },
  { name: 'home', path: '', colorScheme: 'light', act: fontsLoaded },
];

async function fontsLoaded(page: Page): Promise<void> {
  await page.evaluate(() => document.fonts.ready.then(() => true));
}

async function checkFails(page: Page): Promise<void> {
  await ready(page);
  await check(page);
}

async function matrixHolds(page: Page): Promise<void> {
  await ready(page);
  const lesson = (await answeredLessons()).find((each) => LESSON.includes(each.lesson.slug));
  if (lesson === undefined) throw new Error(`There is no ${LESSON}.`);
  await paste(page, answerNamed(lesson, 'for-all').files['policies.sql'] ?? '');
  await check(page);
  await tab(page, 'Matrix').click();
}

async function take(browser: Browser, url: string, picture: Picture): Promise<void> {
  const context = await browser.newContext({
    viewport: { width: 1160, height: 780 },
    colorScheme: picture.colorScheme,
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  await page.addInitScript(`crypto.getRandomValues = (words) => words.fill(${SEED * 2})`);
  await page.goto(url + picture.path);
  await picture.act(page);
  // Nothing lights up because the pointer or the focus happens to be there.
  await page.mouse.move(0, 0);
  const path = resolve(FOLDER, `${picture.name}.png`);
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
  await context.close();
  const { size } = await stat(path);
  if (size > MAX_BYTES)
    throw new Error(`${path} has ${size} bytes; at most ${MAX_BYTES} are kept.`);
  console.log(`${path} (${Math.round(size / 1000)} kB)`);
}

await mkdir(FOLDER, { recursive: true });
const site = await serve();
const { executablePath } = takeChromium();
const browser = await chromium.launch({ executablePath, args: launchArgs() });
try {
  for (const picture of PICTURES) await take(browser, site.url, picture);
} finally {
  await browser.close();
  await site.close();
}
