import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useBuiltSite, type Visit } from './support/built-site.ts';
import {
  check,
  paste,
  press,
  ready,
  runAttack,
  settledVerdict,
  shownCode,
  statusLine,
  tab,
  type,
  verdict,
} from './support/desk.ts';

/** What somebody types who is careless, curious or hostile. One page takes it all, one after the other. */
const site = useBuiltSite();
const ENDLESS = 'SELECT count(*) FROM generate_series(1, 1000000000000);';
const FIVE_MEGABYTES = `-- ${'x'.repeat(5_000_000)}`;

let visit: Visit;
let page: Page;

beforeAll(async () => {
  visit = await site.visit('lessons/a-policy-per-command/');
  ({ page } = visit);
  await ready(page);
});

afterAll(() => visit.close());

/** The text is still there, and the next run is as good as the first one would have been. */
async function expectUsable(text: string): Promise<void> {
  expect(await shownCode(page)).toBe(text);
  await press(page, 'Reset');
  const region = await check(page);
  await region.getByText(/^Of 14 checks in 2 random worlds, \d leaked\.$/).waitFor();
  expect(visit.troubles).toEqual([]);
}

interface Refused {
  readonly input: string;
  readonly text: string;
  /** The one sentence on what is wrong. */
  readonly sentence: RegExp | string;
  readonly sqlstate?: string;
}

const REFUSED: readonly Refused[] = [
  {
    input: 'DROP SCHEMA public CASCADE',
    text: 'DROP SCHEMA public CASCADE;',
    sentence: 'PostgreSQL refused policies.sql: must be owner of schema public.',
    sqlstate: 'ERROR 42501',
  },
  {
    input: 'DROP OWNED BY the owner',
    text: 'DROP OWNED BY app_owner;',
    sentence: /^After your SQL the table public\.\w+ is gone/,
  },
  {
    input: 'a transaction that is left open',
    text: 'BEGIN;\nALTER TABLE tool_calls ENABLE ROW LEVEL SECURITY;',
    sentence: /^policies\.sql ends inside a transaction that was begun and never committed/,
  },
  {
    input: 'COPY FROM STDIN',
    text: 'COPY documents FROM STDIN;',
    sentence: /^PostgreSQL refused policies\.sql: COPY from stdin failed/,
    sqlstate: 'ERROR 57014',
  },
  {
    input: 'COPY TO PROGRAM',
    text: "COPY documents TO PROGRAM 'cat';",
    sentence: /^PostgreSQL refused policies\.sql: permission denied to COPY to or from an external/,
    sqlstate: 'ERROR 42501',
  },
];

describe('bad input', () => {
  it.each(REFUSED)('$input is refused in one sentence', async ({ text, sentence, sqlstate }) => {
    await paste(page, text);
    const region = await check(page);
    await region.getByText('Nothing could be checked.').waitFor();
    await region.locator('.fault-message').getByText(sentence).waitFor();
    if (sqlstate !== undefined) await region.getByText(sqlstate).waitFor();
    await expectUsable(text);
  });

  it('an empty file is an answer like any other, and it leaks', async () => {
    await paste(page, '');
    const region = await check(page);
    await region.getByText(/^Of 14 checks in 2 random worlds, \d+ leaked/).waitFor();
    await expectUsable('');
  });

  it('a syntax error is shown with its line, the server’s words, and a mark in the editor', async () => {
    const text =
      'ALTER TABLE documents ENABLE ROW LEVEL SECURITY;\nCREATE POLICY own ON ON documents;';
    await paste(page, text);
    const region = await check(page);
    await region
      .getByText('PostgreSQL refused policies.sql, line 2: syntax error at or near "ON".')
      .waitFor();
    await page.locator('.monaco-editor .code-fault').waitFor();
    expect(await page.locator('.monaco-editor .code-mark').textContent()).toBe(
      'ERROR 42601: syntax error at or near "ON"',
    );
    await region.getByRole('button', { name: 'Show policies.sql:2:22 in the editor' }).click();
    await page.locator('.monaco-editor.focused').waitFor();
    await page.keyboard.press('Escape');
    await expectUsable(text);
  });

  it('a million rows are counted, and the console shows the first 500', async () => {
    const text = 'SELECT g, md5(g::text) FROM generate_series(1, 1000000) AS g;';
    await paste(page, text);
    await check(page);
    await tab(page, 'Console').click();
    const results = page.locator('lp-console');
    await results.getByText(/showing the first 500 of 1.000.000 rows/).waitFor();
    expect(await results.locator('tbody tr').count()).toBe(500);
    await expectUsable(text);
  });

  it('an endless statement ends when Stop is pressed', async () => {
    await paste(page, ENDLESS);
    await press(page, /^Check/);
    await press(page, 'Stop');
    const region = await settledVerdict(page);
    await region.getByText('The check was stopped before it ended.').waitFor();
    await expectUsable(ENDLESS);
  });

  it('an endless statement that nobody stops ends by its deadline', async () => {
    await paste(page, ENDLESS);
    const region = await check(page);
    await region
      .getByText('A statement did not end within 10 seconds, so its database was stopped.')
      .waitFor();
    await statusLine(page).filter({ hasText: 'ready in' }).waitFor();
    await expectUsable(ENDLESS);
  });

  it('binary garbage is a syntax error', async () => {
    await paste(page, '\u{fffd}PNG\r\n\u{1a}\u{1}\u{2}\u{7f}');
    const region = await check(page);
    await region.getByText(/^PostgreSQL refused policies\.sql, line 1: syntax error/).waitFor();
    await expectUsable(await shownCode(page));
  });

  it('a NUL character is refused before anything runs', async () => {
    await type(page, 'SELECT 1;\0SELECT 2;');
    const region = await check(page);
    await region
      .getByText(
        'policies.sql holds a NUL character, which PostgreSQL cannot read. Nothing was run.',
      )
      .waitFor();
    await expectUsable(await shownCode(page));
  });

  it('a paste of 5 MB is refused, and the text stays as it was', async () => {
    const text = 'SELECT 1;';
    await paste(page, text);
    await paste(page, FIVE_MEGABYTES);
    await verdict(page)
      .getByText(
        /^policies\.sql would hold 5.000.003 characters; a file may hold .* as it was before\.$/,
      )
      .waitFor();
    await expectUsable(text);
  });

  it('bad input spoils the attack no more than the check', async () => {
    await paste(page, 'CREATE POLICY;');
    const region = await runAttack(page);
    await region.getByText(/^PostgreSQL refused policies\.sql, line 1/).waitFor();
    await expectUsable('CREATE POLICY;');
  });
});
