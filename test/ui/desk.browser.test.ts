import { beforeEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { loadMonaco } from '../../src/ui/index.ts';
import { FAULTY, HELD, LESSON, STARTER } from '../workbook/samples.ts';
import { setUpDesk, settled, type Desk } from './stage.ts';

const FILE = 'policies.sql';
let desk: Desk;
beforeEach(async () => {
  desk = await setUpDesk();
});

const area = (): HTMLTextAreaElement => {
  const found = desk.root.querySelector<HTMLTextAreaElement>('.code-area');
  if (found === null) throw new Error('There is no plain editor.');
  return found;
};
const frame = (): HTMLElement | null => desk.root.querySelector<HTMLElement>('.editor-frame');

function paste(target: Element, text: string): Event {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', text);
  const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
  target.dispatchEvent(event);
  return event;
}

describe('the plain editor', () => {
  test('lies over the build’s colours until the text is another', async () => {
    expect(area().value).toBe(STARTER);
    expect(desk.root.querySelector('lp-editor .shiki')).not.toBeNull();
    area().focus();
    await userEvent.keyboard('x');
    expect(desk.session.state.texts[FILE]).not.toBe(STARTER);
    await settled();
    expect(desk.root.querySelector('lp-editor .shiki')).toBeNull();
    desk.session.reset();
    await settled();
    expect(area().value).toBe(STARTER);
  });

  test('Enter goes in, Tab indents there, Escape comes out', async () => {
    frame()?.focus();
    await userEvent.keyboard('{Enter}');
    expect(document.activeElement).toBe(area());
    area().setSelectionRange(0, 0);
    await userEvent.keyboard('{Tab}');
    expect(desk.session.state.texts[FILE]).toBe(`  ${STARTER}`);
    await userEvent.keyboard('{Escape}');
    expect(document.activeElement).toBe(frame());
  });

  test('refuses a paste of five megabytes and keeps the text', () => {
    expect(paste(area(), 'x'.repeat(5_000_000)).defaultPrevented).toBe(true);
    expect(area().value).toBe(STARTER);
    expect(desk.session.state.fault?.fault.code).toBe('file-refused');
  });

  test('says the server’s error where it can be seen', async () => {
    await desk.check(FAULTY);
    const mark = desk.root.querySelector('lp-code-area .code-mark');
    expect(mark?.textContent).toBe('5: ERROR 42601: syntax error at or near "USNG"');
    await page.getByRole('button', { name: 'Show policies.sql:5:3 in the editor' }).click();
    await settled();
    expect(document.activeElement).toBe(area());
    expect(area().value.slice(area().selectionStart)).toMatch(/^USING/);
  });

  test('stays when the rich one cannot be had, with the text', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    await desk.root.querySelector('lp-editor')?.upgrade(() => Promise.reject(new Error('offline')));
    expect(warn).toHaveBeenCalledOnce();
    warn.mockRestore();
    expect(area().value).toBe(STARTER);
  });
});

test('Monaco takes over text and focus, edits, marks and refuses alike', async () => {
  frame()?.focus();
  await userEvent.keyboard('{Enter}');
  desk.session.edit(FILE, 'USNG (true);\n');
  await desk.root.querySelector('lp-editor')?.upgrade(loadMonaco);
  expect(desk.root.querySelector('.code-area')).toBeNull();
  const inside = document.activeElement;
  expect(frame()?.contains(inside)).toBe(true);
  expect(inside).not.toBe(frame());
  if (inside === null) throw new Error('Nothing has the focus.');
  paste(inside, 'x'.repeat(5_000_000));
  expect(desk.session.state.fault?.fault.code).toBe('file-refused');
  expect(desk.session.state.texts[FILE]).toBe('USNG (true);\n');
  desk.session.reset();
  await settled();
  await expect.poll(() => words('.view-lines')).toContain('CREATE POLICY documents_tenant');
  await desk.check(FAULTY);
  await expect.poll(() => words('.code-mark')).toContain('ERROR 42601');
  await userEvent.keyboard('{Escape}');
  expect(document.activeElement).toBe(frame());
});

function words(selector: string): string {
  return desk.root.querySelector(selector)?.textContent.replace(/\s+/g, ' ') ?? '';
}

describe('the actions', () => {
  test('Ctrl+Enter checks from anywhere, and the press is measured', async () => {
    performance.clearMeasures();
    frame()?.focus();
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    expect(desk.engine.runs).toHaveLength(1);
    desk.engine.latest.answer(HELD);
    await expect.poll(() => performance.getEntriesByName('leakproof:check')).toHaveLength(1);
  });

  test('a button that runs becomes Stop in its own place', async () => {
    const check = page.getByRole('button', { name: /^Check/ });
    const before = check.element().getBoundingClientRect();
    await check.click();
    const stop = page.getByRole('button', { name: 'Stop' });
    await expect.element(stop).toBeVisible();
    expect(stop.element().getBoundingClientRect()).toEqual(before);
    await stop.click();
    expect(desk.session.state).toMatchObject({ running: null, stopped: 'check' });
    await expect
      .element(page.getByRole('status', { name: 'Verdict' }))
      .toHaveTextContent('stopped');
  });

  test('Reset can be taken back from where it was pressed', async () => {
    desk.session.edit(FILE, 'mine');
    await page.getByRole('button', { name: 'Reset' }).click();
    expect(desk.session.state.texts[FILE]).toBe(STARTER);
    await page.getByRole('button', { name: 'Undo reset' }).click();
    expect(desk.session.state.texts[FILE]).toBe('mine');
  });

  test('Hint shows one more hint at each press', async () => {
    const hint = page.getByRole('button', { name: 'Hint' });
    await hint.click();
    await hint.click();
    const hints = page.getByRole('status', { name: 'Hints' });
    await expect.element(hints).toHaveTextContent(LESSON.manifest.hints[1]);
    await expect.element(hints).not.toHaveTextContent(LESSON.manifest.hints[2]);
  });
});

test('the prediction shows its reason only after an answer', async () => {
  const reason = page.getByRole('status', { name: 'Prediction' });
  expect(reason.element().textContent.trim()).toBe('');
  await page.getByRole('radio', { name: 'No row is changed.' }).click();
  await expect.element(reason).toHaveTextContent('USING decides which rows may be touched');
});

describe('the status line', () => {
  const line = () => page.getByRole('status', { name: 'Database' });

  test('names a step that lasts, and not one that is over at once', async () => {
    desk.engine.become({ phase: 'booting', step: 'starting PostgreSQL' });
    await settled();
    expect(line().element().textContent.trim()).toBe('');
    desk.engine.become({
      phase: 'downloading',
      step: 'fetching the server',
      loaded: 1.9e6,
      total: 3.3e6,
    });
    await expect.element(line()).toHaveTextContent('fetching the server, 1.9 of 3.3 MB');
  });

  test('offers another try after a failure', async () => {
    desk.engine.become({
      phase: 'failed',
      fault: { code: 'download-failed', message: 'The network ended.' },
    });
    await expect.element(line()).toHaveTextContent('The network ended.');
    await page.getByRole('button', { name: 'Try again' }).click();
    expect(desk.engine.starts).toBe(1);
  });
});
