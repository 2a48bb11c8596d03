import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { answeredLessons, answerNamed } from './support/answers.ts';
import { useBuiltSite } from './support/built-site.ts';
import { attack, ready, shownCode, verdict } from './support/desk.ts';
import { escapeEditor, tabTo } from './support/keys.ts';

/** A lesson of TypeScript by keys alone; page.test.ts has one of SQL. */
const site = useBuiltSite();
const SLUG = 'missing-predicate';
const lessons = await answeredLessons();

const [ATTACK, CHECK] = [1, 2].map((at) => `lp-actions .actions > button:nth-of-type(${at})`);
const RESET = 'lp-actions .actions-end button:last-child';

/** Monaco shows the lines around the cursor, which is at the end of what was typed. */
async function lookFromTheTop(page: Page): Promise<void> {
  await tabTo(page, '.editor-frame', 'Shift+Tab');
  await page.keyboard.press('Enter');
  await page.keyboard.press('ControlOrMeta+Home');
  await escapeEditor(page);
}

describe('the keyboard alone', () => {
  it('goes through a lesson of TypeScript, from the leak to the fix and back', async () => {
    const { page, troubles, close } = await site.visit(`lessons/${SLUG}/`);
    await ready(page);
    const starter = await shownCode(page);

    await tabTo(page, ATTACK ?? '');
    await page.keyboard.press('Enter');
    await attack(page).locator('.sentence .state-leaked').waitFor();

    await tabTo(page, '.editor-frame', 'Shift+Tab');
    await page.keyboard.press('Enter');
    await page.locator('.monaco-editor.focused').waitFor();
    await page.keyboard.press('ControlOrMeta+A');
    const entry = lessons.find(({ lesson }) => lesson.slug === SLUG);
    if (entry === undefined) throw new Error(`There is no lesson ${SLUG}.`);
    const { files } = answerNamed(entry, 'predicate-in-every-statement');
    await page.keyboard.insertText(files['tools.ts'] ?? '');
    await escapeEditor(page);

    await tabTo(page, CHECK ?? '');
    await page.keyboard.press('Enter');
    await verdict(page)
      .getByText(/^It holds: all \d+ checks passed/)
      .waitFor();

    await tabTo(page, '#tab-verdict');
    await page.keyboard.press('ArrowRight');
    await page.locator('#tab-attack:focus-visible[aria-selected=true]').waitFor();
    await page.locator('#panel-attack').waitFor();
    await page.keyboard.press('End');
    expect(await page.locator('.results-panel:not([hidden])').count()).toBe(1);
    await page.keyboard.press('Home');
    await page.locator('#tab-verdict:focus-visible[aria-selected=true]').waitFor();
    await tabTo(page, '#panel-verdict');

    await tabTo(page, RESET, 'Shift+Tab');
    await page.keyboard.press('Enter');
    await page.locator(RESET).filter({ hasText: 'Undo' }).waitFor();
    await lookFromTheTop(page);
    await expect.poll(() => shownCode(page)).toBe(starter);

    await tabTo(page, RESET);
    await page.keyboard.press('Enter');
    await lookFromTheTop(page);
    await expect.poll(() => shownCode(page)).not.toBe(starter);
    expect(troubles).toEqual([]);
    await close();
  });
});
