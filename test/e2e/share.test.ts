import { describe, expect, it } from 'vitest';
import { axeFindings } from './support/axe.ts';
import { useBuiltSite } from './support/built-site.ts';
import { paste, press, ready, shownCode, verdict } from './support/desk.ts';

const site = useBuiltSite();
const LESSON = 'lessons/a-policy-per-command/';

/** What somebody shares who has written this, under a name. */
async function sharedBy(name: string, text: string): Promise<string> {
  const { page, close } = await site.visit(LESSON);
  await ready(page);
  await paste(page, text);
  await press(page, 'Share');
  await page.getByLabel('Your name').fill(name);
  await press(page, 'Copy the link');
  await page.getByText('Copied.').waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  await close();
  return link;
}

describe('a shared link', () => {
  it('shows whose and what differs, runs nothing, and keeps one’s own', async () => {
    const link = await sharedBy('Ana', '-- from Ana');
    expect(link).toMatch(/\/lessons\/a-policy-per-command\/#share=1\.[\w-]+$/);

    const { page, troubles, close } = await site.visit(LESSON);
    await ready(page);
    await paste(page, '-- mine');
    await page.goto(link);
    const dialog = page.getByRole('dialog', { name: 'Ana’s answer to “A policy per command”' });
    await dialog.getByText('It differs from yours in 1 file.').waitFor();
    expect(await dialog.locator('[data-kind=gone] code').allTextContents()).toEqual(['-- mine']);
    expect(await dialog.locator('[data-kind=new] code').allTextContents()).toEqual(['-- from Ana']);

    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await shownCode(page)).toBe('-- mine');
    expect(page.url()).not.toContain('#');

    await page.goto(link);
    await dialog.getByRole('button', { name: 'Put it in the editor' }).click();
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
    expect(troubles).toEqual([]);
    await close();
  });

  it('is opened by a newcomer, by the link alone', async () => {
    const link = await sharedBy('', '-- from somebody');
    const { page, close } = await site.visit(link.slice(site.url.length));
    const dialog = page.getByRole('dialog', { name: 'Somebody’s answer to' });
    await dialog.getByText('It differs from the lesson’s starter in 1 file.').waitFor();
    await dialog.getByRole('button', { name: 'Leave it' }).click();
    await ready(page);
    expect(await shownCode(page)).not.toContain('from somebody');
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
