import type { Locator, Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { axeFindings } from './support/axe.ts';
import { useBuiltSite } from './support/built-site.ts';
import { check, press, ready, statusLine, tab } from './support/desk.ts';

const site = useBuiltSite();

const LESSON = 'lessons/a-policy-per-command/';

/** There the plain prompt stays, as it does on a touch screen. */
const PLAIN = { forcedColors: 'active' } as const;

const consoleOf = (page: Page): Locator => page.getByRole('region', { name: 'SQL console' });
const prompt = (page: Page): Locator => consoleOf(page).getByRole('textbox', { name: /^SQL/ });
const entries = (page: Page): Locator => consoleOf(page).locator('.console-entries > li');

/** Opens the tab, and in it the console. */
async function openConsole(page: Page): Promise<void> {
  await tab(page, 'Console').click();
  await press(page, 'Open the console');
  await prompt(page).waitFor();
}

async function choose(page: Page, role: string, tenant: string | { index: number }): Promise<void> {
  await consoleOf(page).getByLabel('Role').selectOption(role);
  await consoleOf(page).getByLabel('Tenant').selectOption(tenant);
}

/** The database answers; the rich editor may still be on its way, or never come. */
const started = (page: Page): Promise<void> =>
  statusLine(page).filter({ hasText: 'ready in' }).waitFor();

/** Replaces what stands in the prompt by keys. */
async function promptAt(page: Page, sql: string): Promise<void> {
  await prompt(page).focus();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText(sql);
}

/** Writes in the prompt, runs it by keys, and waits for what comes of it. */
async function run(page: Page, sql: string, role?: string): Promise<Locator> {
  const before = await entries(page).count();
  if (role !== undefined) await consoleOf(page).getByLabel('Role').selectOption(role);
  await promptAt(page, sql);
  await page.keyboard.press('ControlOrMeta+Enter');
  const latest = entries(page).first();
  await entries(page).nth(before).waitFor();
  await latest.locator('[data-outcome]:not([data-outcome=running])').waitFor();
  return latest;
}

const cells = (entry: Locator): Promise<string[]> => entry.locator('tbody td').allTextContents();

describe('the console', () => {
  it('runs SQL as any role, for any tenant, and no check hears of it', async () => {
    const { page, troubles, strangers, close } = await site.visit(LESSON, PLAIN);
    await started(page);
    const leaks = (await check(page)).locator('.check[data-status=failed]');
    const before = await leaks.allTextContents();
    expect(before.length).toBeGreaterThan(0);
    await openConsole(page);
    const who = consoleOf(page).locator('.who-now');
    expect(await who.textContent()).toMatch(/You are\s+app_user/);

    const count = 'SELECT count(*), min(body) FROM documents';
    await choose(page, 'app_user', 'none');
    expect(await who.textContent()).toMatch(/app_user\s+for no tenant/);
    const nobody = await run(page, count);
    expect(await cells(nobody)).toEqual(['0', 'NULL']);
    expect(await nobody.locator('thead .type').allTextContents()).toEqual(['bigint', 'text']);
    expect(await nobody.textContent()).toContain('app.tenant_id is NULL');

    await choose(page, 'app_user', { index: 0 });
    const name = await who.locator('.tenant').textContent();
    const own = await run(page, count);
    expect(await own.locator('.tenant').first().textContent()).toBe(name);
    const [ownCount = '0'] = await cells(own);
    expect(Number(ownCount)).toBeGreaterThan(0);

    await choose(page, 'postgres', 'none');
    expect(await who.textContent()).toContain('superuser');
    const all = await run(page, `${count};\nDELETE FROM reports`);
    expect(Number((await cells(all))[0])).toBeGreaterThan(Number(ownCount));
    expect(await all.textContent()).toMatch(/DELETE \d+/);

    const refused = await run(page, 'SELECT 1;\nSELECT nobody FROM documents');
    expect(await refused.textContent()).toMatch(/ERROR 42703\s+line 2, column 8/);

    const described = await run(page, '\\d documents');
    expect(await described.textContent()).toContain('The table public.documents of app_owner.');
    expect(await described.getByRole('group', { name: 'Result of Policies' }).count()).toBe(1);
    expect(await (await run(page, '\\x')).textContent()).toContain('There is no \\x here.');

    await choose(page, 'app_user', { index: 0 });
    const plan = await run(page, 'EXPLAIN (FORMAT JSON) SELECT * FROM documents');
    const tree = plan.getByRole('list', { name: 'Plan' });
    expect(await tree.textContent()).toMatch(/(?:Filter|Cond):.*tenant_id/s);

    await page.keyboard.press('ControlOrMeta+Home');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    expect(await promptText(page)).toBe('\\x');
    await page.keyboard.press('ControlOrMeta+End');
    await page.keyboard.press('ArrowDown');
    expect(await promptText(page)).toContain('EXPLAIN');

    await run(page, 'ALTER TABLE documents ADD COLUMN mine int');
    await choose(page, 'postgres', 'none');
    await run(page, 'ALTER ROLE app_user BYPASSRLS; CREATE TABLE kept (n int)');
    expect(await (await check(page)).locator('.check[data-status=failed]').count()).toBe(
      before.length,
    );
    await tab(page, 'Console').click();
    await consoleOf(page).getByText('The console’s world ended').waitFor();
    const anew = await run(page, 'SELECT * FROM kept');
    expect(await anew.textContent()).toContain('ERROR 42P01');
    expect(await statusLine(page).textContent()).toMatch(/· [12] databases?$/);
    expect(troubles).toEqual([]);
    expect(strangers).toEqual([]);
    await close();
  });

  it('ends an endless statement, and keeps its text', async () => {
    const { page, close } = await site.visit(LESSON, PLAIN);
    await started(page);
    await openConsole(page);
    const endless = 'SELECT count(*) FROM generate_series(1, 1000000000000)';
    await prompt(page).focus();
    await page.keyboard.insertText(endless);
    await page.keyboard.press('ControlOrMeta+Enter');
    await consoleOf(page).getByRole('button', { name: 'Stop' }).click();
    await consoleOf(page).getByText('The console’s world ended').waitFor();
    expect(await promptText(page)).toBe(endless);
    expect(await cells(await run(page, 'SELECT 7'))).toEqual(['7']);
    await close();
  });

  it('completes from the live catalog by keys where the rich editor is', async () => {
    const { page, troubles, close } = await site.visit(LESSON);
    await ready(page);
    await openConsole(page);
    await page.locator('.prompt-host .view-line').waitFor();
    await run(page, 'CREATE TABLE zebras (stripes int)', 'app_owner');
    await promptAt(page, 'SELECT stripes, zeb');
    await page.keyboard.press('Control+Space');
    await page.locator('.suggest-widget .monaco-list-row').first().waitFor();
    await page.keyboard.press('Enter');
    await richLine(page, 'SELECT stripes, zebras').waitFor();
    await page.keyboard.press('ControlOrMeta+Home');
    await page.keyboard.press('ArrowUp');
    await richLine(page, 'CREATE TABLE zebras (stripes int)').waitFor();
    await page.keyboard.press('Tab');
    expect(await page.locator('.prompt-host :focus').count()).toBe(0);
    expect(troubles).toEqual([]);
    await close();
  });

  it.each(['light', 'dark'] as const)('gives axe nothing to find in %s', async (colorScheme) => {
    const viewport = { width: colorScheme === 'light' ? 1280 : 320, height: 800 };
    const { page, close } = await site.visit(LESSON, { colorScheme, viewport });
    await ready(page);
    await openConsole(page);
    await run(page, 'TABLE documents');
    await run(page, 'EXPLAIN (FORMAT JSON) TABLE documents');
    await run(page, 'SELECT nobody FROM documents');
    expect(await axeFindings(page)).toEqual([]);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(viewport.width);
    await close();
  });
});

/** The line of the rich prompt, once it is drawn: Monaco draws with the next frame. */
const richLine = (page: Page, text: string): Locator =>
  page.locator('.prompt-host .view-line').filter({ hasText: text });

/** What stands in the plain prompt. */
async function promptText(page: Page): Promise<string> {
  return prompt(page).inputValue();
}
