import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { ShownAnswer } from '../../src/contract/index.ts';
import { LEAKED, STARTER } from '../workbook/samples.ts';
import { setUpDesk, settled, type Desk } from './stage.ts';

/** Monaco is fetched first, and draws in frames of its own. */
const SLOWLY = { timeout: 20_000 } as const;

const ANSWERS: ShownAnswer[] = [
  {
    name: 'one-policy-each',
    differs: 'One policy for each command.',
    reasons: [
      {
        file: 'policies.sql',
        near: 'WITH CHECK (tenant_id = current_tenant())',
        reason: 'It looks at the row as it is left.',
      },
      { file: 'policies.sql', near: 'CREATE POLICY', reason: 'It is the same in both.' },
    ],
    files: { 'policies.sql': STARTER.replace('(true)', '(tenant_id = current_tenant())') },
  },
  {
    name: 'no-check',
    differs: 'USING alone.',
    reasons: [{ file: 'policies.sql', near: 'SELECT 2', reason: 'It is short.' }],
    files: { 'policies.sql': 'SELECT 2;\n' },
  },
  {
    name: 'as-it-is',
    differs: 'The starter.',
    reasons: [{ file: 'policies.sql', near: 'CREATE POLICY', reason: 'It is there.' }],
    files: { 'policies.sql': STARTER },
  },
];

let desk: Desk;
let asked: string[];
let fails = false;
beforeEach(async () => {
  asked = [];
  fails = false;
  const fetched = globalThis.fetch;
  vi.spyOn(globalThis, 'fetch').mockImplementation((address, init) => {
    if (!(address instanceof URL) || !address.pathname.endsWith('answers.json')) {
      return fetched(address, init);
    }
    asked.push(address.pathname);
    return Promise.resolve(fails ? new Response('', { status: 404 }) : Response.json(ANSWERS));
  });
  desk = await setUpDesk();
});
afterEach(() => {
  vi.restoreAllMocks();
  desk.root.querySelector('dialog')?.close();
});

const press = (name: string): Promise<void> => page.getByRole('button', { name }).click();
const dialog = () => page.getByRole('dialog', { name: 'Yours beside an answer' });
const words = (): string => dialog().element().textContent.replace(/\s+/g, ' ');
const reasons = (): string[] =>
  [...desk.root.querySelectorAll('.reason')].map((item) =>
    item.textContent.replace(/\s+/g, ' ').trim(),
  );
/** Where the lines with a mark stand, each once: Monaco may draw one in several layers. */
const tops = (mark: string): readonly number[] => {
  const marks = [...desk.root.querySelectorAll(`.modified ${mark}`)];
  return [...new Set(marks.map((each) => each.getBoundingClientRect().top))];
};
const shown = (): string =>
  [...desk.root.querySelectorAll('.compare-editor .view-line')]
    .map((line) => line.textContent.replaceAll('\u00a0', ' '))
    .join('\n');

describe('comparing with an answer', () => {
  test('is offered with a hint, and asks again whoever has not tried', async () => {
    expect(desk.root.querySelector('lp-compare')).toBeNull();
    await press('Hint');
    await press('Compare with an answer');
    await expect.element(dialog()).toBeVisible();
    expect(words()).toContain('You have not had a fix of your own checked yet.');
    expect(asked).toEqual([]);
    await press('Not yet');
    expect(desk.root.querySelector('dialog')).toBeNull();
    await press('Compare with an answer');
    await press('Show me an answer');
    await expect.poll(words).toContain('One policy for each command.');
    expect(asked).toHaveLength(1);
  });

  test('shows both texts after a try, and changes neither', async () => {
    await desk.check(LEAKED);
    desk.session.edit('policies.sql', STARTER.replace('documents_tenant', 'mine'));
    await press('Compare with an answer');
    await expect.poll(shown, SLOWLY).toContain('current_tenant()');
    expect(shown()).toContain('POLICY mine');
    expect(words()).toContain('Why it holds. Write one policy per command');
    await page.getByRole('combobox').selectOptions('no check');
    await expect.poll(shown).toContain('SELECT 2;');
    expect(words()).toContain('How it goes about it. USING alone.');
    await userEvent.keyboard('{Escape}');
    await settled();
    expect(desk.root.querySelector('dialog')).toBeNull();
    expect(desk.session.state.texts['policies.sql']).toContain('POLICY mine');
    expect(desk.session.state.aside).toEqual([]);
  });

  test('gives the reason of each difference, which leads to its line', async () => {
    await desk.check(LEAKED);
    await press('Compare with an answer');
    await expect.poll(shown, SLOWLY).toContain('current_tenant()');
    expect(reasons()).toEqual(['Line 6 It looks at the row as it is left.']);
    await press('Line 6');
    const marked = (): boolean => {
      const near = tops('.compare-near');
      // Monaco scrolls there, so both are looked at in one frame. A long line is drawn in two.
      return near.length > 0 && near[0] === tops('.line-insert')[0];
    };
    await expect.poll(marked, SLOWLY).toBe(true);
    expect(desk.root.querySelector('.reason')?.getAttribute('aria-current')).toBe('true');
    await page.getByRole('combobox').selectOptions('no check');
    await expect.poll(shown, SLOWLY).toContain('SELECT 2;');
    expect(reasons()).toEqual(['Line 1 It is short.']);
    await expect.poll(() => tops('.compare-near'), SLOWLY).toEqual([]);
  });

  test('has no reason for what differs where nothing is explained', async () => {
    await desk.check(LEAKED);
    const answer = ANSWERS[0]?.files['policies.sql'] ?? '';
    desk.session.edit('policies.sql', `${answer}-- mine\n`);
    await press('Compare with an answer');
    await expect.element(dialog()).toBeVisible();
    await expect
      .poll(words, SLOWLY)
      .toContain('The lines of this answer that are explained stand in yours too.');
    expect(reasons()).toEqual([]);
  });

  test('says that there is no difference', async () => {
    await desk.check(LEAKED);
    await press('Compare with an answer');
    await expect.element(dialog()).toBeVisible();
    await page.getByRole('combobox').selectOptions('as it is');
    await expect.poll(words).toContain('Yours is this answer, letter for letter.');
  });

  test('is line by line where Monaco is not wanted', async () => {
    vi.spyOn(globalThis, 'matchMedia').mockReturnValue({ matches: false } as MediaQueryList);
    await desk.check(LEAKED);
    await press('Compare with an answer');
    await expect.poll(() => desk.root.querySelectorAll('.diff-line').length).toBeGreaterThan(2);
    const lines = [...desk.root.querySelectorAll('.diff-line:not([data-kind=same])')].map((line) =>
      line.textContent.replace(/\s+/g, ' ').trim(),
    );
    expect(lines).toEqual([
      '6−yours: WITH CHECK (true);',
      '6+the answer: WITH CHECK (tenant_id = current_tenant());',
    ]);
    await press('Line 6');
    await settled();
    const marked = desk.root.querySelectorAll('.diff-line[data-marked]');
    expect(marked).toHaveLength(1);
    expect(marked[0]?.textContent).toContain('WITH CHECK (tenant_id = current_tenant())');
  });

  test('says where the answers cannot be had, and tries anew', async () => {
    await desk.check(LEAKED);
    fails = true;
    await press('Compare with an answer');
    await expect.poll(words).toContain('The answers could not be fetched.');
    await press('Close');
    fails = false;
    await press('Compare with an answer');
    await expect.poll(words).toContain('One policy for each command.');
  });
});
