import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { ATTACKED, DATA, FAULTY, HELD, LEAKED, MILLION } from '../workbook/samples.ts';
import { setUpDesk, settled, type Desk } from './stage.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await setUpDesk();
});

const verdict = () => page.getByRole('status', { name: 'Verdict' });
const words = (element: Element | null): string =>
  element?.textContent.replace(/\s+/g, ' ').trim() ?? '';

describe('the verdict', () => {
  test('says that nothing has run', async () => {
    await expect.element(verdict()).toHaveTextContent('Nothing has run yet.');
  });

  test('shows a leak with its exploit, whose rows they are, and the seed', async () => {
    await desk.check(LEAKED);
    const text = words(verdict().element());
    expect(text).toContain('Of 5 checks in 2 random worlds, 1 leaked');
    expect(text).toContain('Globex moved 1 of its 7 documents to Acme.');
    expect(text).toContain('WITH CHECK (true) admits whatever');
    expect(text).toContain('Seed 90210');
    const states = [...verdict().element().querySelectorAll('.state')].map(words);
    expect(states).toEqual(['leaked', 'own access broken', 'could not check', 'held', 'works']);
    const foreign = verdict().element().querySelector('tr.foreign');
    expect([...(foreign?.children ?? [])].map(words)).toEqual(['✕ Acme’s', '17', 'Payroll, March']);
    expect(foreign?.querySelector('.tenant')?.getAttribute('data-tenant')).toBe('0');
    expect(text).toContain('documents 4 moved from Globex’s to Acme’s');
  });

  test('opens the first exploit only, and keeps the rows of a long result behind a disclosure', async () => {
    await desk.check(LEAKED);
    const evidence = [...verdict().element().querySelectorAll<HTMLDetailsElement>('.evidence')];
    expect(evidence.map((details) => details.open)).toEqual([true, false]);
    expect(words(verdict().element())).toContain('2 more rows');
  });

  test('says what holds', async () => {
    await desk.check(HELD);
    await expect.element(verdict()).toHaveTextContent('It holds: all 5 checks passed');
    expect(desk.root.querySelector('[aria-current="step"]')?.textContent).toBe('Hold');
  });

  test('shows a syntax error with place, server’s words and SQLSTATE, and without red', async () => {
    await desk.check(FAULTY);
    const text = words(verdict().element());
    expect(text).toContain('Nothing could be checked.');
    expect(text).toContain('policies.sql:5:3');
    expect(text).toContain('ERROR 42601');
    expect(text).toContain('Hint: Is it USING?');
    expect(verdict().element().querySelector('.state-leaked')).toBeNull();
  });

  test('says that the text was edited since', async () => {
    await desk.check(HELD);
    desk.session.edit('policies.sql', 'SELECT 1;');
    await settled();
    await expect.element(verdict()).toHaveTextContent('You have edited the files since.');
  });

  test('writes data as text, never as markup', async () => {
    const message = '<img src=x onerror="document.body.id=1">';
    await desk.check({ ...FAULTY, fault: { code: 'sql-error', message } });
    expect(words(verdict().element())).toContain(message);
    expect(desk.root.querySelector('img')).toBeNull();
  });
});

test('the attack is a transcript of who ran what', async () => {
  await desk.attack(ATTACKED);
  const panel = page.getByRole('tabpanel', { name: 'Attack' });
  await expect.element(panel).toBeVisible();
  const text = words(panel.element());
  expect(text).toContain('as Globex app_user');
  expect(text).toContain('as no tenant app_user');
  expect(text).toContain('ERROR 42501 permission denied for table documents');
  await expect.element(page.getByRole('link', { name: 'Fix it' })).toBeVisible();
});

test('a rejected attack is said in its panel', async () => {
  const run = desk.session.runAttack();
  desk.engine.latest.fail(new Error('The worker ended.'));
  await run;
  await settled();
  await expect
    .element(page.getByRole('status', { name: 'Attack' }))
    .toHaveTextContent('The worker ended.');
});

test('the console shows 500 rows of a million and says so', async () => {
  await desk.check(MILLION);
  await page.getByRole('tab', { name: 'Console' }).click();
  const panel = page.getByRole('tabpanel', { name: 'Console' }).element();
  expect(words(panel)).toContain('showing the first 500 of 1 000 000 rows');
  expect(panel.querySelectorAll('tbody tr')).toHaveLength(500);
  expect(panel.querySelectorAll('.null')).toHaveLength(1);
});

describe('the matrix', () => {
  test('counts each cell and opens the statement behind it', async () => {
    await desk.check(LEAKED);
    await page.getByRole('tab', { name: 'Matrix' }).click();
    const table = page.getByRole('table').element();
    expect([...table.querySelectorAll('thead th')].map(words)).toEqual([
      'table',
      'command',
      'own tenant',
      'other tenant',
      'no context',
    ]);
    expect(table.querySelectorAll('.cell')).toHaveLength(24);
    const leaked = page.getByRole('button', { name: '5/5 leaked' });
    await leaked.click();
    expect(leaked.element().getAttribute('aria-expanded')).toBe('true');
    expect(words(table.querySelector('.matrix-detail'))).toContain(
      'as Globex app_user UPDATE … documents',
    );
    await leaked.click();
    expect(table.querySelector('.matrix-detail')).toBeNull();
  });

  test('is denied in every cross-tenant cell once it holds', async () => {
    await desk.check(HELD);
    const cells = [...desk.root.querySelectorAll('.cell')].map((cell) =>
      cell.getAttribute('data-state'),
    );
    expect(cells.filter((state) => state === 'denied')).toHaveLength(16);
    expect(cells.filter((state) => state === 'allowed')).toHaveLength(8);
  });
});

test('arrow keys walk the tabs, of which only the selected one is in the tab order', async () => {
  await page.getByRole('tab', { name: 'Verdict' }).click();
  await userEvent.keyboard('{ArrowRight}');
  expect(desk.session.state.panel).toBe('attack');
  await userEvent.keyboard('{End}{ArrowRight}{ArrowLeft}');
  expect(desk.session.state.panel).toBe('data');
  await settled();
  const tabs = [...desk.root.querySelectorAll<HTMLElement>('lp-results [role="tab"]')];
  expect(tabs.map((tab) => tab.tabIndex)).toEqual([-1, -1, -1, -1, 0]);
  expect(document.activeElement).toBe(tabs[4]);
});

test('tabs carry the news of what is behind them', async () => {
  await desk.attack(ATTACKED);
  await desk.check(LEAKED);
  await expect.element(page.getByRole('tab', { name: 'Verdict (1 leak)' })).toBeVisible();
  await expect.element(page.getByRole('tab', { name: 'Attack (leaked)' })).toBeVisible();
  await expect.element(page.getByRole('tab', { name: 'Matrix (1 leak)' })).toBeVisible();
});

describe('the data', () => {
  const panel = (): Element => page.getByRole('tabpanel', { name: 'Data' }).element();
  const open = async (): Promise<void> => {
    await page.getByRole('tab', { name: 'Data' }).click();
    await settled();
  };

  test('says what will be there before a run', async () => {
    await open();
    expect(words(panel())).toContain('A run lists here whose rows its tables held');
  });

  test('lists every row in its owner’s mark, and what was left out', async () => {
    await desk.attack({ ...ATTACKED, data: DATA });
    await open();
    expect(words(panel())).toContain('The world of the attack, seed 4711');
    const rows = [...panel().querySelectorAll('[aria-label="Rows of documents"] tbody tr')];
    expect(rows.map((row) => [row.getAttribute('data-tenant'), words(row)])).toEqual([
      ['0', 'Acme 17Payroll, March'],
      ['1', 'Globex 4Plan 4'],
      [null, 'nobody 9NULL'],
    ]);
    expect(panel().querySelectorAll('tbody .tenant')).toHaveLength(3);
    expect(words(panel())).toContain('comments showing 1 of 120 rows');
  });

  test('says each policy in words over its clauses', async () => {
    await desk.attack({ ...ATTACKED, data: DATA });
    await open();
    expect(words(panel().querySelector('.policies'))).toBe(
      'app_user may UPDATE rows where tenant_id = the current tenant, and make of them any row. ' +
        'documents_tenant permissive, for UPDATE ' +
        "USING (tenant_id = (current_setting('app.tenant'::text))::uuid) WITH CHECK (true)",
    );
    expect(words(panel())).toContain('Row-level security is off');
  });

  test('is that of the latest run that has any, and dated', async () => {
    await desk.attack({ ...ATTACKED, data: DATA });
    await desk.check({ ...HELD, data: { ...DATA, seed: 5 } });
    await desk.check(FAULTY);
    desk.session.edit('policies.sql', 'SELECT 1;');
    await open();
    expect(words(panel())).toContain(
      'The world of the check, seed 5, past every policy. You have edited the files since.',
    );
  });
});
