import type { Page, Route } from 'playwright';
import { describe, expect, it } from 'vitest';
import { useBuiltSite } from './support/built-site.ts';
import { check, press, statusLine, verdict } from './support/desk.ts';

/** What may be missing or fail under the page. The prose stays, and the page says what happened. */
const site = useBuiltSite();
const LESSON = 'lessons/a-policy-per-command/';

async function expectProse(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1, name: 'A policy per command' }).waitFor();
  await page.getByText('Acme and Globex are customers of the same SaaS.').waitFor();
  expect(await page.locator('.code-area, .monaco-editor').first().isVisible()).toBe(true);
}

describe('a browser that lacks something', () => {
  it.each([
    { lacks: 'WebAssembly', before: 'delete globalThis.WebAssembly' },
    { lacks: 'workers', before: 'delete globalThis.Worker' },
    { lacks: 'DecompressionStream', before: 'delete globalThis.DecompressionStream' },
  ])('is told that it lacks $lacks', async ({ lacks, before }) => {
    const { page, troubles, close } = await site.visit(LESSON, { before });
    const sentence = `PostgreSQL cannot run in this browser, which lacks ${lacks}.`;
    await statusLine(page).getByText(sentence).waitFor();
    const region = await check(page);
    await region.getByText(sentence).waitFor();
    await expectProse(page);
    expect(troubles).toEqual([]);
    await close();
  });

  it('keeps working without IndexedDB, and says that nothing is kept', async () => {
    const before =
      'Object.defineProperty(globalThis, "indexedDB", { get() { throw new Error(); } })';
    const { page, close } = await site.visit(LESSON, { before });
    await page.getByText('This browser keeps no progress: a reload starts over.').waitFor();
    await statusLine(page).filter({ hasText: 'ready in' }).waitFor();
    await close();
  });
});

describe('a download that fails', () => {
  it.each([
    { file: 'the server', pattern: /pglite\.wasm-.*\.gz$/, step: 'fetching PostgreSQL' },
    { file: 'the image', pattern: /image-.*\.gz$/, step: 'fetching the database' },
    {
      file: 'the server’s files',
      pattern: /pglite\.data-.*\.gz$/,
      step: "fetching the server's files",
    },
  ])('is named, and Try again goes on: $file', async ({ pattern, step }) => {
    const { page, close } = await site.visit(LESSON, {
      prepare: (fresh) => fresh.route(pattern, (route) => route.abort()),
    });
    await statusLine(page).getByText(`The page could not finish ${step}:`).waitFor();
    await expectProse(page);
    await page.unroute(pattern);
    await press(page, 'Try again');
    await statusLine(page).filter({ hasText: 'ready in' }).waitFor();
    await close();
  });

  it('is told from one that is missing on the host', async () => {
    const missing = (route: Route): Promise<void> => route.fulfill({ status: 404 });
    const { page, close } = await site.visit(LESSON, {
      prepare: (fresh) => fresh.route(/image-.*\.gz$/, missing),
    });
    await statusLine(page).getByText('the host answered 404').waitFor();
    await close();
  });

  it.each([
    { script: 'the worker’s', pattern: /assets\/worker-.*\.js$/ },
    { script: 'what the worker loads', pattern: /assets\/database-worker-.*\.js$/ },
  ])('is said where a script is missing, and Try again goes on: $script', async ({ pattern }) => {
    const { page, close } = await site.visit(LESSON, {
      prepare: (fresh) => fresh.route(pattern, (route) => route.fulfill({ status: 404 })),
    });
    await statusLine(page)
      .getByText(/^The database's worker crashed/)
      .waitFor();
    await expectProse(page);
    await page.unroute(pattern);
    await press(page, 'Try again');
    await statusLine(page).filter({ hasText: 'ready in' }).waitFor();
    await close();
  });

  it('of the rich editor leaves the plain one, which serves', async () => {
    const { page, close } = await site.visit(LESSON, {
      prepare: (fresh) => fresh.route(/monaco-surface-.*\.js$/, (route) => route.abort()),
    });
    await statusLine(page).filter({ hasText: 'ready in' }).waitFor();
    await page.getByRole('textbox', { name: 'policies.sql' }).fill('SELECT 1;');
    await check(page);
    await verdict(page)
      .getByText(/^Of 14 checks/)
      .waitFor();
    await close();
  });

  it('of the page’s own script leaves the page to be read', async () => {
    const { page, close } = await site.visit(LESSON, {
      prepare: (fresh) => fresh.route(/assets\/main-.*\.js$/, (route) => route.abort()),
    });
    await page.getByText('PostgreSQL loads in this page once scripts run.').waitFor();
    await page.getByText('Acme and Globex are customers of the same SaaS.').waitFor();
    expect(await page.locator('pre[data-path="policies.sql"]').isVisible()).toBe(true);
    await close();
  });
});
