import { beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import '../../src/site.css';
import { LpShortcuts } from '../../src/ui/index.ts';
import { settled } from './stage.ts';

const list = () => page.getByRole('dialog', { name: 'Keyboard shortcuts' });
const isOpen = (): boolean => document.querySelector('dialog[open]') !== null;

beforeEach(async () => {
  if (customElements.get('lp-shortcuts') === undefined)
    customElements.define('lp-shortcuts', LpShortcuts);
  document.body.innerHTML =
    '<lp-shortcuts page="lesson"></lp-shortcuts><button>elsewhere</button><textarea></textarea>';
  await settled();
});

test('`?` shows what keys do, Escape ends it, and the focus is where it was', async () => {
  const elsewhere = page.getByRole('button', { name: 'elsewhere' }).element() as HTMLElement;
  elsewhere.focus();
  await userEvent.keyboard('?');
  await settled();
  await expect.element(list()).toBeVisible();
  await expect.element(list()).toHaveTextContent('Check, also inside the editor');
  await userEvent.keyboard('{Escape}');
  await settled();
  expect(isOpen()).toBe(false);
  expect(document.activeElement).toBe(elsewhere);
});

test('the button shows it too, and has the focus again afterwards', async () => {
  const button = page.getByRole('button', { name: 'Keyboard shortcuts' });
  await button.click();
  await list().getByRole('button', { name: 'Close' }).click();
  await settled();
  expect(isOpen()).toBe(false);
  expect(document.activeElement).toBe(button.element());
});

test('`?` is a character where one types', async () => {
  const area = page.getByRole('textbox').element() as HTMLTextAreaElement;
  area.focus();
  await userEvent.keyboard('?');
  await settled();
  expect(area.value).toBe('?');
  expect(isOpen()).toBe(false);
});

test('home lists what home has', async () => {
  document.body.innerHTML = '<lp-shortcuts page="home"></lp-shortcuts>';
  await settled();
  await userEvent.keyboard('?');
  await settled();
  await expect.element(list()).toHaveTextContent('Search the lessons');
  expect(list().element().textContent).not.toContain('Check');
});
