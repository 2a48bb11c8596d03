/**
 * The built site as a stranger meets it: the files of `dist/` on the plainest host, under a path
 * nobody planned for, in a real Chromium that may reach nothing but that host.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright';
import { afterAll, beforeAll } from 'vitest';
import { launchArgs, takeChromium } from '../../support/find-chromium.ts';
import { serve, type Site } from '../../support/serve.ts';

/** Every character of it is allowed in a path, and each has broken some bundler. */
const PREFIX = '/docs/~team/leak.proof+1@next/';

/** Long enough for a database to boot on a busy machine; a deadline is for what hangs. */
const PATIENCE_MS = 20_000;

export interface OpenOptions extends BrowserContextOptions {
  /** Runs in the page before any script of it, as `addInitScript` does. */
  readonly before?: string;
  /** Called with the fresh page, for routes and listeners. */
  readonly prepare?: (page: Page) => Promise<unknown>;
}

/** A page, and all that went wrong on it, as a developer would see it in the console. */
export interface Visit {
  readonly page: Page;
  readonly troubles: readonly string[];
  /** Addresses that were asked for outside the site. */
  readonly strangers: readonly string[];
  readonly close: () => Promise<void>;
}

export interface BuiltSite {
  readonly url: string;
  /** Opens an address below the site's root in a context of its own: nothing is shared but the browser. */
  visit(path: string, options?: OpenOptions): Promise<Visit>;
}

/** One server and one browser for the file that calls this; both are gone when it ends. */
export function useBuiltSite(): BuiltSite {
  let site: Site;
  let browser: Browser;
  beforeAll(async () => {
    if (!existsSync(resolve(import.meta.dirname, '../../../dist/index.html')))
      throw new Error('There is no built site in dist/. Run `npm run build` first.');
    site = await serve({ prefix: PREFIX });
    const { executablePath } = takeChromium();
    browser = await chromium.launch({ executablePath, args: launchArgs() });
  });
  afterAll(async () => {
    // Each may be missing if the one before it did not start.
    await (browser as Browser | undefined)?.close();
    await (site as Site | undefined)?.close();
  });
  return {
    get url() {
      return site.url;
    },
    visit: (path, options) => visit(browser, site.url, path, options),
  };
}

async function visit(
  browser: Browser,
  root: string,
  path: string,
  { before, prepare, ...options }: OpenOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    permissions: ['clipboard-read', 'clipboard-write'],
    reducedMotion: 'reduce',
    ...options,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const troubles: string[] = [];
  const strangers: string[] = [];
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(message.text());
  });
  page.on('pageerror', (error) => troubles.push(String(error)));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(root) && !/^(?:blob|data):/.test(url)) strangers.push(url);
  });
  if (before !== undefined) await page.addInitScript(before);
  await prepare?.(page);
  await page.goto(root + path);
  return { page, troubles, strangers, close: () => context.close() };
}
