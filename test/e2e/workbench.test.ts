import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { axeFindings } from './support/axe.ts';
import { useBuiltSite } from './support/built-site.ts';
import { check, paste, ready, runAttack, tab } from './support/desk.ts';

/** The workbench around the lesson: its panes, its keys. */
const site = useBuiltSite();
const LESSON = 'lessons/a-policy-per-command/';

/** Where the panes' edges are, in whole pixels, also before any script of the bundle has run. */
const edges = (page: Page): Promise<readonly [number, number]> =>
  page.evaluate(() => {
    const of = (selector: string): DOMRect | undefined =>
      document.querySelector(selector)?.getBoundingClientRect();
    return [
      Math.round(of('.prose')?.right ?? NaN),
      Math.round(of('lp-results')?.top ?? NaN),
    ] as const;
  });

const COUNT_SHIFTS = `
  globalThis.shifts = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.shifts += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
`;

describe('the panes', () => {
  it('are sized by keys, and stand as they were left from the first paint of the next visit', async () => {
    const { page, troubles, close } = await site.visit(LESSON, { before: COUNT_SHIFTS });
    await ready(page);
    const drawn = await edges(page);
    await page.getByRole('separator', { name: 'Width of the lesson’s text' }).focus();
    await page.keyboard.press('Shift+ArrowRight');
    await page.getByRole('separator', { name: 'Height of the results' }).focus();
    await page.keyboard.press('ArrowUp');
    const left = await edges(page);
    expect(left[0]).toBeGreaterThan(drawn[0] + 100);
    expect(left[1]).toBeLessThan(drawn[1]);

    await page.reload({ waitUntil: 'commit' });
    await page.locator('lp-results').waitFor({ state: 'attached' });
    expect(await edges(page)).toEqual(left);
    await ready(page);
    expect(await edges(page)).toEqual(left);
    expect(await page.evaluate('globalThis.shifts')).toBeLessThan(0.02);
    expect(await axeFindings(page)).toEqual([]);
    expect(troubles).toEqual([]);
    await close();
  });

  it('are sized by dragging, and a double click puts them back', async () => {
    const { page, close } = await site.visit(LESSON);
    await ready(page);
    const drawn = await edges(page);
    const splitter = page.getByRole('separator', { name: 'Height of the results' });
    const box = await splitter.boundingBox();
    if (box === null) throw new Error('The splitter is not drawn.');
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x, y - 60, { steps: 4 });
    await page.mouse.up();
    const [, top] = await edges(page);
    // Whole percents of the room.
    expect(Math.abs(top - (drawn[1] - 60))).toBeLessThan(6);
    await splitter.dblclick();
    expect(await edges(page)).toEqual(drawn);
    await close();
  });

  it('are sized where nothing can be kept, for as long as the page is open', async () => {
    const { page, troubles, close } = await site.visit(LESSON, {
      before: `Object.defineProperty(globalThis, 'localStorage', {
        get() { throw new DOMException('blocked', 'SecurityError'); } });`,
    });
    await ready(page);
    const drawn = await edges(page);
    await page.getByRole('separator', { name: 'Width of the lesson’s text' }).focus();
    await page.keyboard.press('ArrowLeft');
    expect((await edges(page))[0]).toBeLessThan(drawn[0]);
    expect(troubles).toEqual([]);
    await close();
  });

  it('have no splitters on a narrow screen', async () => {
    const { page, close } = await site.visit(LESSON, { viewport: { width: 390, height: 740 } });
    expect(await page.getByRole('separator').count()).toBe(0);
    await close();
  });
});

describe('the list of shortcuts', () => {
  const list = (page: Page) => page.getByRole('dialog', { name: 'Keyboard shortcuts' });

  it.each([LESSON, ''])('/%s shows with `?`, and gives the focus back', async (path) => {
    const { page, troubles, close } = await site.visit(path);
    if (path !== '') await ready(page);
    const button = page.getByRole('button', { name: 'Keyboard shortcuts' });
    await button.waitFor();
    await page.locator('a.bar-home').focus();
    await page.keyboard.press('?');
    await list(page).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await list(page).waitFor({ state: 'hidden' });
    await page.locator('a.bar-home:focus').waitFor();
    await button.click();
    await list(page).waitFor();
    expect(troubles).toEqual([]);
    await close();
  });

  it('leaves `?` to the code inside the editor', async () => {
    const { page, close } = await site.visit(LESSON);
    await ready(page);
    await paste(page, 'SELECT 1');
    await page.keyboard.press('Enter');
    await page.keyboard.press('ControlOrMeta+End');
    await page.keyboard.press('?');
    await page.locator('.monaco-editor .view-line', { hasText: '1?' }).waitFor();
    expect(await list(page).count()).toBe(0);
    await page.keyboard.press('Escape');
    await page.locator('.editor-frame:focus').waitFor();
    await page.keyboard.press('?');
    await list(page).waitFor();
    await close();
  });
});

describe('the data', () => {
  const data = (page: Page) => page.getByRole('tabpanel', { name: 'Data' });

  it('of the latest run are rows with owners, and policies in words, in both colours', async () => {
    const { page, troubles, close } = await site.visit(LESSON);
    await ready(page);
    await runAttack(page);
    await tab(page, 'Data').click();
    await data(page).getByText('The world of the attack').waitFor();
    const rows = data(page).locator('.owned tbody tr');
    expect(await rows.count()).toBeGreaterThan(5);
    expect(await rows.count()).toBe(await data(page).locator('.owned tbody tr .tenant').count());
    await data(page)
      .getByText(/^Every role may SELECT rows where tenant_id = current_tenant\(\)\.$/)
      .first()
      .waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await axeFindings(page)).toEqual([]);
    }
    await check(page);
    await tab(page, 'Data').click();
    await data(page).getByText('The world of the check').waitFor();
    expect(troubles).toEqual([]);
    await close();
  });
});
