import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import {
  COMPILE_FAULT,
  HELD_TIMELINE,
  PROGRAM_ATTACKED,
  PROGRAM_HELD,
  PROGRAM_LEAKED,
  PROGRAM_LESSON,
} from '../workbook/program-samples.ts';
import { setUpDesk, settled, type Desk } from './stage.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await setUpDesk(PROGRAM_LESSON);
});

const words = (element: Element | null | undefined): string =>
  element?.textContent.replace(/\s+/g, ' ').trim() ?? '';
const tabs = (): string[] =>
  [...desk.root.querySelectorAll('lp-results [role="tab"]')].map((tab) =>
    words(tab.firstChild?.parentElement).replace(/ [✕✓?∅\d].*/, ''),
  );
const all = (selector: string): HTMLElement[] => [
  ...desk.root.querySelectorAll<HTMLElement>(selector),
];

describe('the panels of a lesson of TypeScript', () => {
  test('are those that can hold something, and the timeline once there is one', async () => {
    expect(tabs()).toEqual(['Verdict', 'Attack', 'Console', 'Data']);
    await desk.attack(PROGRAM_ATTACKED);
    expect(tabs()).toEqual(['Verdict', 'Attack', 'Timeline', 'Console', 'Data']);
    await expect.element(page.getByRole('tab', { name: 'Timeline (2 leaks)' })).toBeVisible();
  });

  test('keep the timeline of the attack when a check passes, and say that it is old', async () => {
    await desk.attack(PROGRAM_ATTACKED);
    desk.session.edit('db.ts', 'export {};');
    await desk.check(PROGRAM_HELD);
    await page.getByRole('tab', { name: /^Timeline/ }).click();
    const panel = page.getByRole('tabpanel', { name: 'Timeline' });
    await expect.element(panel).toHaveTextContent('The attack Globex asks after Acme, seed 4711.');
    await expect.element(panel).toHaveTextContent('You have edited the files since.');
  });
});

describe('the timeline', () => {
  const bars = (): HTMLElement[] => all('#panel-picture .checkout');
  const detail = (): string => words(all('#panel-picture .checkout-detail')[0]);

  beforeEach(async () => {
    await desk.attack(PROGRAM_ATTACKED);
    await page.getByRole('tab', { name: /^Timeline/ }).click();
    await settled();
  });

  test('opens the first leak and says whose setting it began with', () => {
    expect(bars().map((bar) => bar.getAttribute('aria-expanded'))).toEqual([
      'false',
      'true',
      'false',
      'false',
    ]);
    expect(detail()).toContain('It began with what Acme’s request had set.');
    expect(detail()).toContain('was handed over with app.tenant_id = Acme');
    expect(detail()).toContain('SELECT id, title FROM documents WHERE id = $1 $1 17 → 1 row');
    expect(detail()).toContain('SELEC 1 refused 42601');
  });

  test('draws Acme’s value on into Globex’s bar, with a word and a mark of its own', () => {
    const leak = bars().find((bar) => bar.hasAttribute('data-inherited'));
    const foreign = all('.lane-band[data-foreign]');
    expect(leak?.dataset.tenant).toBe('1');
    expect(foreign.map((band) => [band.dataset.tenant, words(band)])).toEqual([
      ['0', '✕ still Acme'],
      ['0', '✕ still Acme'],
    ]);
    const under = foreign[0]?.getBoundingClientRect();
    const over = leak?.getBoundingClientRect();
    expect(under?.left).toBeCloseTo(over?.left ?? 0, 0);
    expect(under?.top).toBeGreaterThanOrEqual(over?.bottom ?? Infinity);
  });

  test('is walked with the arrows in the order of the hand-overs, and opened with Enter', async () => {
    bars()[1]?.focus();
    await userEvent.keyboard('{ArrowRight}');
    expect(document.activeElement).toBe(bars()[3]);
    await userEvent.keyboard('{Enter}');
    await settled();
    expect(detail()).toContain('exportDocuments(session, { format: "csv", since: "2024-01-01" })');
    expect(detail()).toContain('never given back; carries app.tenant_id never set');
    await userEvent.keyboard('{Home}');
    expect(document.activeElement).toBe(bars()[0]);
    expect(bars().filter((bar) => bar.tabIndex === 0)).toHaveLength(1);
    await userEvent.keyboard(' ');
    await userEvent.keyboard(' ');
    expect(bars()[0]?.getAttribute('aria-expanded')).toBe('false');
  });

  test('tells who listens what the eye sees, bar by bar and as a table', async () => {
    const names = bars().map((bar) => words(bar));
    expect(names[0]).toBe('1 Acme listDocuments(session) , connection 1, 2 statements');
    expect(names[1]).toContain('leak: began with what Acme’s request had set');
    expect(names[3]).toContain('connection 2, 1 statement, never given back');
    await page.getByText('The same as a table').click();
    const rows = all('.timeline-table tbody tr').map(words);
    expect(rows).toHaveLength(4);
    expect(rows[1]).toBe(
      '2 connection 1 Globex getDocument(session, 17) ✕ app.tenant_id = Acme 3, 4 app.tenant_id = Acme',
    );
    expect(rows[2]).toContain('exportDocuments');
    expect(rows[2]).toContain('never given back');
  });

  test('brings a leak that lies far to the right into view', async () => {
    desk.root.style.width = '320px';
    const timeline = structuredClone(PROGRAM_ATTACKED);
    await desk.attack({ ...timeline, seed: 1 });
    await page.getByRole('tab', { name: /^Timeline/ }).click();
    const scroll = (): HTMLElement | undefined => all('.timeline-scroll')[0];
    await expect.poll(() => scroll()?.scrollLeft ?? 0).toBeGreaterThan(0);
    expect(desk.root.scrollWidth).toBeLessThanOrEqual(320);
    desk.root.style.width = '';
  });

  test('says that it held', async () => {
    await desk.attack({ ...PROGRAM_ATTACKED, leaked: false, picture: HELD_TIMELINE });
    await page.getByRole('tab', { name: 'Timeline' }).click();
    const panel = page.getByRole('tabpanel', { name: 'Timeline' });
    await expect.element(panel).toHaveTextContent('never with another tenant’s setting');
    expect(all('.lane-band')).toEqual([]);
    expect(all('.checkout-detail').map((each) => each.hidden)).toEqual([true]);
  });
});

describe('a transcript of calls', () => {
  const steps = (): HTMLElement[] => all('#panel-attack .step');
  beforeEach(() => desk.attack(PROGRAM_ATTACKED));

  test('shows who called what, coloured, and marks the other’s text with its owner', () => {
    const [own, foreign] = steps();
    expect(words(own?.querySelector('.statement'))).toBe("listDocuments({ tenantId: '6f0c' })");
    expect(words(own?.querySelector('.statement .code-function'))).toBe('listDocuments');
    expect(own?.hasAttribute('data-crossed')).toBe(false);
    expect(foreign?.hasAttribute('data-crossed')).toBe(true);
    expect(words(foreign)).toContain('→ returned, 1 row of another tenant');
    const mark = foreign?.querySelector<HTMLElement>('.value .found');
    expect([mark?.dataset.tenant, words(mark), mark?.hasAttribute('data-foreign')]).toEqual([
      '0',
      'Payroll, March',
      true,
    ]);
    expect(words(foreign?.querySelector('.found-rows'))).toBe('✕ Acme’s documents 17');
    expect(words(foreign?.querySelector('.value'))).toBe(
      "{ id: 17, title: 'Payroll, March', pages: 3n, archived: null }",
    );
    expect(words(foreign)).toContain('views 88 inserted, now Globex’s');
  });

  test('folds the statements that a call sent', async () => {
    const details = steps()[2]?.querySelector('details');
    expect(details?.open).toBe(false);
    details?.querySelector('summary')?.click();
    await settled();
    expect(words(details)).toContain('DELETE FROM documents WHERE id = $1 $1 17 refused 22P02');
  });

  test('leads from what was thrown to its line', async () => {
    expect(words(steps()[2])).toContain('DatabaseError 22P02 invalid input syntax for type uuid');
    await page.getByRole('button', { name: 'Show db.ts:8:11 in the editor' }).click();
    await settled();
    const area = desk.root.querySelector<HTMLTextAreaElement>('.code-area');
    expect(document.activeElement).toBe(area);
    expect(area?.value.slice(area.selectionStart)).toMatch(/^client\.query\("SELECT set_config/);
  });

  test('says of a call that never answered what it waits for', () => {
    expect(words(steps()[3])).toContain(
      '→ never answered It waits for a connection of a pool of 1',
    );
  });
});

test('an exploit of calls in flight tells the order of their replies and has its timeline', async () => {
  await desk.check(PROGRAM_LEAKED);
  const replies = all('.schedule li').map(words);
  expect(replies).toEqual([
    "Acme listDocuments({ tenantId: '6f0c' }): SELECT set_config('app.tenant_id', $1, false)",
    'Globex getDocument(session, 17): BEGIN',
    'no call’s: cache get report:7',
    "Acme listDocuments({ tenantId: '6f0c' }): SELECT id, title FROM documents",
  ]);
  expect(all('#panel-verdict lp-timeline')).toHaveLength(1);
  expect(words(all('.check-line strong')[0])).toBe(
    'Globex read 1 of Acme’s 5 documents through getDocument.',
  );
  expect(words(all('.check-line strong code')[0])).toBe('getDocument');
});

test('the console shows what the program wrote, under the call that wrote it', async () => {
  await desk.attack(PROGRAM_ATTACKED);
  await page.getByRole('tab', { name: 'Console (4 lines)' }).click();
  const panel = page.getByRole('tabpanel', { name: 'Console' }).element();
  expect([...panel.querySelectorAll('.output > li')].map(words)).toEqual([
    'while the modules were loading pool is ready',
    'listDocuments(session) { tenant: "6f0c" } 2 rows',
    'getDocument(session, 17) warn no tenant in the session',
    'error Error: 22P02',
  ]);
});

test('a fault of the program is told in a word, leads to its place, and is not red', async () => {
  await desk.check({ ...PROGRAM_LEAKED, checks: [], fault: COMPILE_FAULT });
  const verdict = page.getByRole('status', { name: 'Verdict' });
  await expect.element(verdict).toHaveTextContent('does not compile');
  await expect
    .element(page.getByRole('button', { name: 'Show db.ts:6:39 in the editor' }))
    .toBeVisible();
  expect(verdict.element().querySelector('.state-leaked')).toBeNull();
  expect(words(all('lp-code-area .code-mark')[0])).toBe("6: db.ts does not compile: ')' expected.");
});

test('what a program wrote or threw is text, never markup', async () => {
  const hostile = '<img src=x onerror="document.body.id=1">';
  const [step] = PROGRAM_ATTACKED.transcript;
  if (step === undefined) throw new Error('The sample has no step.');
  await desk.attack({
    ...PROGRAM_ATTACKED,
    transcript: [
      {
        ...step,
        sql: hostile,
        outcome: { kind: 'returned', value: hostile, found: [], changes: [] },
      },
    ],
    output: [{ level: 'log', text: hostile, call: hostile }],
  });
  expect(desk.root.querySelector('img')).toBeNull();
  expect(words(all('#panel-attack .value')[0])).toBe(hostile);
});
