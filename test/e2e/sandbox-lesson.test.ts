import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright';
import { beforeAll, describe, expect, it } from 'vitest';
import { FRAME_FILES } from '../../src/sandbox/frame/node/frame-files.ts';
import { useBuiltSite } from './support/built-site.ts';
import { check, paste, press, ready, statusLine, tab } from './support/desk.ts';

/** The sandbox in the built site: where it is there, where it is not, and what its host may forbid. */
const site = useBuiltSite();
const SQL = 'lessons/a-policy-per-command/';
const TYPESCRIPT = 'lessons/session-vs-local/';
/** What only TypeScript needs. */
const PARTS = /assets\/(?:realm\.js|compile-worker)-/;
const DATABASE = /assets\/(?:pglite\.wasm|pglite\.data|image\.tar|vector\.tar)-/;

/** Tools that answer nothing, and ask a server of their own for it. */
const MCP = `
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
export async function listDocuments() {
  const [near, far] = InMemoryTransport.createLinkedPair();
  const server = new McpServer({ name: 'server', version: '1.0.0' });
  server.tool('speak', async () => ({ content: [{ type: 'text', text: 'said over MCP' }] }));
  const client = new Client({ name: 'client', version: '1.0.0' });
  await Promise.all([server.connect(near), client.connect(far)]);
  const { content } = await client.callTool({ name: 'speak' });
  console.log(content);
  return { documents: [], total: 0 };
}
export const getDocument = async () => null;
export const updateDocument = async () => null;
export const deleteDocument = async () => null;
`;

/** The addresses that a page asks for, as it asks. */
function watch(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  return asked;
}

describe('a lesson of SQL', () => {
  it('has no sandbox, and fetches nothing for one', async () => {
    let asked: string[] = [];
    const { page, close } = await site.visit(SQL, {
      prepare: async (fresh) => (asked = watch(fresh)),
    });
    await check(page);
    await page.locator('lp-status [data-quiet="true"]').waitFor();
    expect(page.frames()).toHaveLength(1);
    expect(asked.filter((url) => PARTS.test(url))).toEqual([]);
    await close();
  });
});

describe('a lesson with TypeScript', () => {
  it('runs it in one frame, for which it asks its own host alone, after the database', async () => {
    let asked: string[] = [];
    const { page, strangers, troubles, close } = await site.visit(TYPESCRIPT, {
      prepare: async (fresh) => (asked = watch(fresh)),
    });
    const verdict = await check(page);
    await verdict.getByText(/^Of \d+ checks in 2 random worlds/).waitFor();
    expect(await page.locator('iframe').count()).toBe(1);
    const lastOfDatabase = asked.findLastIndex((url) => DATABASE.test(url));
    expect(asked.findIndex((url) => PARTS.test(url))).toBeGreaterThan(lastOfDatabase);
    expect(strangers).toEqual([]);
    expect(troubles).toEqual([]);
    await close();
  });

  it('hands over the MCP SDK to a program that imports it', async () => {
    const { page, strangers, close } = await site.visit('lessons/missing-predicate/');
    await ready(page);
    await paste(page, MCP);
    await press(page, 'Run the attack');
    await tab(page, 'Console').click();
    await page.getByRole('tabpanel', { name: 'Console' }).getByText('said over MCP').waitFor();
    expect(strangers).toEqual([]);
    await close();
  });

  it('goes on in another frame when something removed it', async () => {
    const { page, close } = await site.visit(TYPESCRIPT);
    await check(page);
    await page.locator('iframe').evaluate((frame) => frame.remove());
    const verdict = await check(page);
    await verdict.getByText(/^Of \d+ checks in 2 random worlds/).waitFor();
    await close();
  });

  it('says so where the sandbox cannot be fetched, and tries again with the next run', async () => {
    const pattern = /assets\/realm\.js-/;
    const { page, close } = await site.visit(TYPESCRIPT, {
      prepare: (fresh) => fresh.route(pattern, (route) => route.abort()),
    });
    const verdict = await check(page);
    await verdict
      .getByText('The page could not finish fetching the sandbox for TypeScript')
      .waitFor();
    await statusLine(page).filter({ hasText: 'ready in' }).waitFor();
    await page.unroute(pattern);
    await (await check(page)).getByText(/^Of \d+ checks/).waitFor();
    await close();
  });
});

describe('a host with a Content-Security-Policy', () => {
  let hash = '';
  beforeAll(async () => {
    hash = await readFile(FRAME_FILES.hash, 'utf8');
  });

  /** The least that a host has to allow, or that without one of its parts. */
  const policy = (without = ''): string =>
    `default-src 'self'; script-src 'self' 'wasm-unsafe-eval' 'unsafe-eval' '${hash}'; worker-src 'self' blob:; connect-src 'self' blob:; style-src 'self' 'unsafe-inline'; img-src 'self' data:`.replace(
      without,
      '',
    );

  const under = (csp: string) => (page: Page) =>
    page.route('**/*', async (route) => {
      if (route.request().resourceType() !== 'document') {
        await route.continue();
        return;
      }
      const response = await route.fetch();
      const headers = { ...response.headers(), 'content-security-policy': csp };
      await route.fulfill({ response, headers });
    });

  it('may be as strict as this', async () => {
    const { page, troubles, close } = await site.visit(TYPESCRIPT, { prepare: under(policy()) });
    await (await check(page)).getByText(/^Of \d+ checks/).waitFor();
    expect(troubles).toEqual([]);
    await close();
  });

  it.each([
    ['the hash of its script', () => ` '${hash}'`, 'its frame did not load in this page'],
    ['the evaluation of text', () => " 'unsafe-eval'", "lacks 'unsafe-eval' in its script-src"],
    ['workers made of text', () => "worker-src 'self' blob:; ", 'lacks blob: in its worker-src'],
  ])('that does not allow %s leaves the rest of the page as it is', async (_name, part, words) => {
    const { page, close } = await site.visit(TYPESCRIPT, { prepare: under(policy(part())) });
    const verdict = await check(page);
    await verdict.getByText('Nothing could be checked.').waitFor();
    await verdict.getByText(words).waitFor();
    await statusLine(page).filter({ hasText: 'ready in' }).waitFor();
    await close();
  });
});
