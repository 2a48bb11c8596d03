import { describe, expect, it } from 'vitest';
import { writeShare } from '../../src/workbook/share/share-link.ts';
import { axeFindings } from './support/axe.ts';
import { useBuiltSite } from './support/built-site.ts';
import { paste, press, ready, shownCode, verdict } from './support/desk.ts';

const site = useBuiltSite();
const LESSON = 'lessons/a-policy-per-command/';

/** The address under which somebody shares this text: made as the page makes it, without one. */
async function sharedBy(by: string, text: string): Promise<string> {
  const texts = { 'policies.sql': text };
  const share = { lesson: 'a-policy-per-command', by, texts, starter: '' };
  return site.url + LESSON + (await writeShare(share));
}

describe('a shared link', () => {
  it('is made of what stands in the editor, and shown to a newcomer by the link alone', async () => {
    const giver = await site.visit(LESSON);
    await ready(giver.page);
    await paste(giver.page, '-- from Ana');
    await press(giver.page, 'Share');
    await giver.page.getByLabel('Your name').fill('Ana');
    await press(giver.page, 'Copy the link');
    await giver.page.getByText('Copied.').waitFor();
    const link = await giver.page.evaluate(() => navigator.clipboard.readText());
    await giver.close();
    expect(link).toMatch(/\/lessons\/a-policy-per-command\/#share=1\.[\w-]+$/);

    const { page, close } = await site.visit(link.slice(site.url.length));
    const dialog = page.getByRole('dialog', { name: 'Ana’s answer to “A policy per command”' });
    await dialog.getByText('It differs from the lesson’s starter in 1 file.').waitFor();
    expect(await dialog.locator('[data-kind=new] code').allTextContents()).toEqual(['-- from Ana']);
    await dialog.getByRole('button', { name: 'Leave it' }).click();
    await ready(page);
    expect(await shownCode(page)).not.toContain('from Ana');
    await close();
  });

  it('shows what differs from one’s own, and left by Escape leaves no trace', async () => {
    const { page, troubles, close } = await site.visit(LESSON);
    await ready(page);
    await paste(page, '-- mine');
    await page.goto(await sharedBy('', '-- theirs'));
    const dialog = page.getByRole('dialog', { name: 'Somebody’s answer to' });
    await dialog.getByText('It differs from yours in 1 file.').waitFor();
    expect(await dialog.locator('[data-kind=gone] code').allTextContents()).toEqual(['-- mine']);
    expect(await dialog.locator('[data-kind=new] code').allTextContents()).toEqual(['-- theirs']);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await shownCode(page)).toBe('-- mine');
    expect(page.url()).not.toContain('#');
    expect(troubles).toEqual([]);
    await close();
  });

  it('that is taken runs nothing, and keeps one’s own over a reload', async () => {
    const { page, close } = await site.visit(LESSON);
    await ready(page);
    await paste(page, '-- mine');
    await page.goto(await sharedBy('Ana', '-- from Ana'));
    await press(page, 'Put it in the editor');
    await page.locator('.view-line').filter({ hasText: '-- from Ana' }).waitFor();
    await page.getByText('Ana’s text is in the editor, and yours is kept.').waitFor();
    await verdict(page).getByText('Nothing has run yet.').waitFor();
    // With a result the tab would say it.
    await page.getByRole('tab', { name: 'Attack', exact: true }).waitFor();

    await page.reload();
    await ready(page);
    expect(await shownCode(page)).toBe('-- from Ana');
    await press(page, 'Share');
    await page.getByText('before a shared answer took its place').waitFor();
    await press(page, 'Put back');
    await page.locator('.view-line').filter({ hasText: '-- mine' }).waitFor();
    await close();
  });

  it('that was cut off changes nothing and says so', async () => {
    const { page, troubles, close } = await site.visit(
      `${LESSON}#share=1.eJyrVkosLcmIz8nMS1WyUjI0M`,
    );
    const dialog = page.getByRole('dialog', { name: 'The link does not open' });
    await dialog.getByText('The link cannot be read').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await ready(page);
    expect(page.url()).not.toContain('#');
    expect(troubles).toEqual([]);
    await close();
  });

  it.each(['light', 'dark'] as const)(
    'gives axe nothing to find in its dialogs in %s',
    async (colorScheme) => {
      const { page, close } = await site.visit(LESSON, { colorScheme });
      await ready(page);
      await paste(page, '-- mine');
      await press(page, 'Share');
      await page.getByRole('dialog').waitFor();
      await expect.poll(() => page.locator('.share-link').inputValue()).toContain('#share=1.');
      const findings = await axeFindings(page);
      expect(findings.filter((line) => line.includes('dialog') || line.includes('share'))).toEqual(
        [],
      );
      const link = await page.locator('.share-link').inputValue();
      await press(page, 'Close');
      await press(page, 'Reset');
      await page.goto(link);
      await page.getByRole('dialog', { name: 'Somebody’s answer' }).waitFor();
      const more = await axeFindings(page);
      expect(more.filter((line) => /dialog|diff|share/.test(line))).toEqual([]);
      await close();
    },
  );
});
