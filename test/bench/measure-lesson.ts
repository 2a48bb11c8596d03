import type { Browser, Page } from 'playwright';
import type { FileTexts } from '../../src/contract/index.ts';
import type { Site } from '../support/serve.ts';
import { untilIdle } from './idle-browser.ts';

/** Milliseconds, all in one page. */
export interface LessonFigures {
  readonly readable: number;
  readonly firstQuery: number;
  readonly attack: number;
  readonly checkStarter: number;
  readonly checkRight: number;
  /** The longest task of the page's thread while the two checks ran; 0 below the 50 that count. */
  readonly longestTask: number;
  /**
   * `PGlite.create()` as its README shows it, and one query, in the page that has done all of the
   * above. V8 keeps compiled modules by their bytes, so PGlite's server need not be compiled again
   * there, and its functions that were used are there in machine code.
   */
  readonly create: number;
  /** The same in a page that has run nothing: the site's home, in a context of its own. */
  readonly createCold: number;
}

/** Opens a lesson cold, presses what a learner presses, and reads the page's own measures. */
export async function measureLesson(
  browser: Browser,
  site: Site,
  slug: string,
  right: FileTexts,
): Promise<LessonFigures> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await untilIdle(browser);
    await page.goto(`${site.url}lessons/${slug}/`);
    const firstQuery = await entry(page, 'leakproof:first-query', 'startTime', 1);
    const readable = await entry(page, 'leakproof:readable', 'startTime', 1);
    // Monaco loads when the engine is ready; the learner reads meanwhile.
    await page.locator('.monaco-editor .view-line').first().waitFor();
    await press(page, 'Run the attack');
    const attack = await entry(page, 'leakproof:attack', 'duration', 1);
    await page.evaluate(WATCH_TASKS);
    const checkStarter = await pressCheck(page, 1);
    const whileFailing = await longestTask(page);
    for (const [path, text] of Object.entries(right)) await type(page, path, text);
    // Typing is no part of a check.
    await longestTask(page);
    const checkRight = await pressCheck(page, 2);
    const longest = Math.max(whileFailing, await longestTask(page));
    // With nothing else going on, as the checks had it.
    await quiet(page);
    const create = await timeCreate(page, site);
    const createCold = await inFreshPage(browser, site);
    return {
      ...{ readable, firstQuery, attack, checkStarter, checkRight, longestTask: longest },
      ...{ create, createCold },
    };
  } finally {
    await context.close();
  }
}

/** Source: W3C, Long Tasks API: what keeps the page's thread for 50 ms and more. */
const WATCH_TASKS = `
  globalThis.tasks = [];
  globalThis.watch = new PerformanceObserver((list) => tasks.push(...list.getEntries()));
  globalThis.watch.observe({ type: 'longtask' });
`;

/** Milliseconds of the longest task since the last call. */
function longestTask(page: Page): Promise<number> {
  return page.evaluate<number>(`
    tasks.push(...watch.takeRecords());
    Math.max(0, ...tasks.splice(0).map(({ duration }) => duration));
  `);
}

async function inFreshPage(browser: Browser, site: Site): Promise<number> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await untilIdle(browser);
    await page.goto(site.url);
    return await timeCreate(page, site);
  } finally {
    await context.close();
  }
}

/** Milliseconds from the call to the first answer; PGlite's script is there before. */
function timeCreate(page: Page, site: Site): Promise<number> {
  return page.evaluate(async (address) => {
    const { PGlite } = (await import(address)) as {
      PGlite: { create(): Promise<{ query(sql: string): Promise<unknown> }> };
    };
    const start = performance.now();
    const db = await PGlite.create();
    await db.query('SELECT 1');
    return performance.now() - start;
  }, `${site.url}pglite/index.js`);
}

/** Presses *Check* with the standby ready, as it is when a learner has read for some seconds. */
async function pressCheck(page: Page, nth: number): Promise<number> {
  await press(page, 'Check');
  return entry(page, 'leakproof:check', 'duration', nth);
}

async function press(page: Page, name: string): Promise<void> {
  await quiet(page);
  await page.getByRole('button', { name, exact: true }).click();
}

/** Waits until the databases are ready, as they are for a learner who has read for some seconds. */
async function quiet(page: Page): Promise<void> {
  await page.locator('lp-status [data-quiet="true"]').waitFor();
}

async function type(page: Page, path: string, text: string): Promise<void> {
  await page.getByRole('tab', { name: path }).click();
  await page.locator('.monaco-editor .view-line').first().click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText(text);
}

/** Waits for the nth performance entry of a name. */
async function entry(
  page: Page,
  name: string,
  field: 'startTime' | 'duration',
  nth: number,
): Promise<number> {
  const found = await page.waitForFunction(
    ([wanted, at, key]) => performance.getEntriesByName(wanted)[at - 1]?.[key],
    [name, nth, field] as const,
  );
  return Number(await found.jsonValue());
}
