import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { axeFindings } from './support/axe.ts';
import { useBuiltSite } from './support/built-site.ts';
import { statusLine } from './support/desk.ts';

const site = useBuiltSite();
const LESSON = 'lessons/a-policy-per-command/';
const SOURCE = resolve(import.meta.dirname, '../../lessons/05-a-policy-per-command/export');
const sourceOf = (name: string): Promise<string> => readFile(resolve(SOURCE, name), 'utf8');

describe('the tests for one’s own repository', () => {
  it('are reached, read, downloaded and left by keyboard', async () => {
    const { page, troubles, strangers, close } = await site.visit(LESSON);
    await statusLine(page).filter({ hasText: 'ready in' }).waitFor();
    const button = page.locator('#recap').getByRole('button', { name: 'Export my fix' });
    await button.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Tests for your own repository' });
    await dialog.getByText('SELECT * FROM finish();').waitFor();
    const code = dialog.locator('.export-code');
    expect(await code.textContent()).toBe(await sourceOf('isolation.sql'));

    await dialog.getByRole('tab', { name: 'pgTAP' }).focus();
    await page.keyboard.press('ArrowRight');
    await dialog.getByText('npm i -D vitest pg').first().waitFor();
    await code.filter({ hasText: 'describe.each(TABLES)' }).waitFor();
    expect(await code.textContent()).toBe(await sourceOf('isolation.test.ts'));

    const download = page.waitForEvent('download');
    await dialog.getByRole('link', { name: 'Download isolation.test.ts' }).press('Enter');
    const taken = await download;
    expect(taken.suggestedFilename()).toBe('isolation.test.ts');
    expect(await readFile(await taken.path(), 'utf8')).toBe(await sourceOf('isolation.test.ts'));

    await dialog.getByRole('button', { name: 'Copy' }).press('Enter');
    await dialog.getByText('Copied.').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
      await sourceOf('isolation.test.ts'),
    );

    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(troubles).toEqual([]);
    expect(strangers).toEqual([]);
    await close();
  });

  it.each([
    { colorScheme: 'light', viewport: { width: 1280, height: 800 } },
    { colorScheme: 'dark', viewport: { width: 320, height: 640 } },
  ] as const)(
    'give axe nothing to find, and no width to scroll, in $colorScheme at $viewport.width px',
    async (options) => {
      const { page, close } = await site.visit(LESSON, options);
      await statusLine(page).filter({ hasText: 'ready in' }).waitFor();
      await page.locator('#recap').getByRole('button', { name: 'Export my fix' }).click();
      const dialog = page.getByRole('dialog', { name: 'Tests for your own repository' });
      await dialog.getByText('SELECT * FROM finish();').waitFor();
      const findings = await axeFindings(page);
      expect(findings.filter((line) => /dialog|export/.test(line))).toEqual([]);
      expect(
        await dialog.evaluate((element) => element.scrollWidth - element.clientWidth),
      ).toBeLessThanOrEqual(0);
      await close();
    },
  );
});
