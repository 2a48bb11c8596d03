import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { answeredLessons, answerNamed } from './support/answers.ts';
import { useBuiltSite } from './support/built-site.ts';
import {
  attack,
  check,
  paste,
  press,
  ready,
  runAttack,
  statusLine,
  tab,
  verdict,
} from './support/desk.ts';
import { tabTo } from './support/keys.ts';

/** What holds of the page as a whole, whatever is done on it. */
const site = useBuiltSite();
const LESSON = 'lessons/a-policy-per-command/';
const lessons = await answeredLessons();
const paths = ['', ...lessons.map(({ lesson }) => `lessons/${lesson.slug}/`)];

const widthOf = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth);

/** Sums up every shift that no press caused, as Chromium reports it. */
const COUNT_SHIFTS = `
  globalThis.shifts = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.shifts += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
`;

describe('ten checks', () => {
  it('leave at most two workers and two databases', async () => {
    const { page, troubles, close } = await site.visit(LESSON);
    let most = 0;
    const database = (): number =>
      page.workers().filter((worker) => worker.url().includes('/assets/worker-')).length;
    page.on('worker', () => (most = Math.max(most, database())));
    await ready(page);
    for (let count = 0; count < 10; count++) await check(page);
    await statusLine(page)
      .filter({ hasText: /· [12] databases?$/ })
      .waitFor();
    expect(database()).toBeLessThanOrEqual(2);
    expect(most).toBeLessThanOrEqual(2);
    expect(troubles).toEqual([]);
    await close();
  });
});

describe('the measures', () => {
  it('of what a learner waits for stand in the page, for anyone to read', async () => {
    const { page, close } = await site.visit(LESSON);
    await ready(page);
    await runAttack(page);
    await check(page);
    await press(page, 'Reset');
    const names = ['readable', 'first-query', 'attack', 'check', 'reset'];
    await page.waitForFunction(
      (wanted) =>
        wanted.every((name) => performance.getEntriesByName(`leakproof:${name}`).length > 0),
      names,
    );
    const entries = await page.evaluate(() =>
      performance
        .getEntries()
        .filter(({ name }) => name.startsWith('leakproof:'))
        .map(({ name, entryType, startTime, duration }) => ({
          name,
          entryType,
          startTime,
          duration,
        })),
    );
    const kinds = Object.fromEntries(entries.map(({ name, entryType }) => [name, entryType]));
    expect(kinds).toEqual({
      'leakproof:readable': 'mark',
      'leakproof:first-query': 'mark',
      'leakproof:attack': 'measure',
      'leakproof:check': 'measure',
      'leakproof:reset': 'measure',
    });
    for (const { entryType, startTime, duration } of entries) {
      expect(entryType === 'mark' ? startTime : duration).toBeGreaterThan(0);
    }
    await close();
  });
});

describe.each(paths)('/%s', (path) => {
  it('asks no other host, needs no header, logs no error, and moves nothing by itself', async () => {
    const { page, troubles, strangers, close } = await site.visit(path, { before: COUNT_SHIFTS });
    if (path !== '') {
      await ready(page);
      await runAttack(page);
      await check(page);
    }
    await page.evaluate(() => document.fonts.ready.then(() => true));
    const shifts = await page.evaluate(() => (globalThis as { shifts?: number }).shifts);
    expect(shifts).toBeLessThan(0.02);
    // Whatever a host may set, or a page ask for in its place: the site does without.
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
    expect(await page.locator('meta[http-equiv]').count()).toBe(0);
    expect(strangers).toEqual([]);
    expect(troubles).toEqual([]);
    await close();
  });

  it('never scrolls sideways on a phone', async () => {
    const { page, close } = await site.visit(path, {
      viewport: { width: 390, height: 740 },
      hasTouch: true,
      isMobile: true,
    });
    expect(await widthOf(page)).toBe(390);
    await page.setViewportSize({ width: 320, height: 740 });
    expect(await widthOf(page)).toBe(320);
    if (path !== '') {
      await runAttack(page);
      expect(await widthOf(page)).toBe(320);
      await check(page);
      expect(await widthOf(page)).toBe(320);
      // Whatever pictures there are: a matrix, one of the kinds a lesson draws, or none.
      const drawn = ['Timeline', 'Cache', 'Directory', 'Error path', 'Vectors'];
      for (const name of ['Matrix', ...drawn, 'Console', 'Data']) {
        if ((await tab(page, name).count()) === 0) continue;
        await tab(page, name).click();
        expect(await widthOf(page)).toBe(320);
      }
    }
    await close();
  });

  it('never scrolls sideways where it is wider', async () => {
    const { page, close } = await site.visit(path, { viewport: { width: 1024, height: 740 } });
    expect(await widthOf(page)).toBe(1024);
    await page.setViewportSize({ width: 768, height: 740 });
    expect(await widthOf(page)).toBe(768);
    await close();
  });
});

describe('a touch screen', () => {
  it('gets the plain editor, in which a lesson can be repaired', async () => {
    const { page, troubles, close } = await site.visit(LESSON, {
      viewport: { width: 390, height: 740 },
      hasTouch: true,
      isMobile: true,
    });
    await statusLine(page).filter({ hasText: 'ready in' }).waitFor();
    const entry = lessons.find(({ lesson }) => LESSON.includes(lesson.slug));
    const text = entry === undefined ? '' : answerNamed(entry, 'for-all').files['policies.sql'];
    await page.getByRole('textbox', { name: 'policies.sql' }).fill(text ?? '');
    await page.getByRole('button', { name: /^Check/ }).tap();
    await verdict(page)
      .getByText(/^It holds: all \d+ checks passed/)
      .waitFor();
    expect(await page.locator('.monaco-editor').count()).toBe(0);
    expect(troubles).toEqual([]);
    await close();
  });
});

describe('forced colours', () => {
  it('show the code in the plain editor, in the system’s colours', async () => {
    const { page, close } = await site.visit(LESSON, { forcedColors: 'active' });
    await statusLine(page).filter({ hasText: 'ready in' }).waitFor();
    const area = page.getByRole('textbox', { name: 'policies.sql' });
    const [ink, systemInk] = await area.evaluate((element) => {
      const probe = document.createElement('span');
      probe.style.cssText = 'color: CanvasText; background: Canvas; forced-color-adjust: none';
      document.body.append(probe);
      const { color } = getComputedStyle(element);
      return [color, getComputedStyle(probe).color];
    });
    expect(ink).toBe(systemInk);
    expect(await page.locator('.monaco-editor').count()).toBe(0);
    await close();
  });
});

describe('the keyboard alone', () => {
  it('goes through a whole lesson, and the focus is always seen', async () => {
    const { page, close } = await site.visit('');
    await tabTo(page, 'a[href="lessons/a-policy-per-command/"]');
    await page.keyboard.press('Enter');
    await page.waitForURL(/a-policy-per-command/);
    await ready(page);

    await tabTo(page, '.editor-frame');
    await tabTo(page, 'lp-actions button');
    await page.keyboard.press('Enter');
    await attack(page).locator('.sentence .state-leaked').waitFor();

    await page.keyboard.press('Shift+Tab');
    await page.locator('.editor-frame:focus-visible').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.monaco-editor.focused').waitFor();
    await page.keyboard.press('ControlOrMeta+A');
    const entry = lessons.find(({ lesson }) => LESSON.includes(lesson.slug));
    const text = entry === undefined ? '' : answerNamed(entry, 'for-all').files['policies.sql'];
    await page.keyboard.insertText(text ?? '');
    await page.keyboard.press('Control+Enter');
    await verdict(page)
      .getByText(/^It holds: all \d+ checks passed/)
      .waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.editor-frame:focus-visible').waitFor();

    await tabTo(page, '[role=tab][id=tab-verdict]');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.locator('#tab-matrix:focus-visible[aria-selected=true]').waitFor();
    await tabTo(page, '.cell');
    await page.keyboard.press('Enter');
    await page.locator('.cell[aria-expanded=true]').waitFor();
    await page.locator('.matrix-detail .statement').waitFor();
    await close();
  });

  it('keeps Tab for the code inside the editor, and leads past it outside', async () => {
    const { page, close } = await site.visit(LESSON);
    await ready(page);
    await paste(page, 'SELECT 1;');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.locator('.monaco-editor.focused').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    await page.locator('lp-actions button:focus-visible').first().waitFor();
    await close();
  });
});
