import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { writeShare } from '../../src/workbook/share/share-link.ts';
import { LESSON, STARTER } from '../workbook/samples.ts';
import { setUpDesk, settled, type Desk } from './stage.ts';

const FILE = 'policies.sql';
let desk: Desk;
beforeEach(async () => {
  desk = await setUpDesk();
});
afterEach(() => {
  desk.session.sharing.decline();
});

const opened = async (by: string, text: string): Promise<void> => {
  const share = { lesson: LESSON.slug, by, texts: { [FILE]: text }, starter: '' };
  await desk.session.sharing.open(await writeShare(share));
  await settled();
};
const dialog = (name: string | RegExp) => page.getByRole('dialog', { name });
const notice = () => page.getByRole('status', { name: 'Your texts' });

describe('somebody’s answer', () => {
  test('is compared line by line, with words for who does not see the signs', async () => {
    await opened('Ana', STARTER.replace('(true)', '(false)'));
    await expect.element(dialog('Ana’s answer to “A policy per command”')).toBeVisible();
    const lines = [...desk.root.querySelectorAll('.diff-line:not([data-kind=same])')].map((line) =>
      line.textContent.replace(/\s+/g, ' ').trim(),
    );
    expect(lines).toEqual(['6−yours: WITH CHECK (true);', '6+theirs: WITH CHECK (false);']);
    expect(desk.session.state.texts[FILE]).toBe(STARTER);
  });

  test('is left by Escape, and one’s own stays', async () => {
    desk.session.edit(FILE, 'mine');
    await opened('', 'theirs');
    await expect.element(page.getByText('Yours is kept either way.')).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await settled();
    expect(desk.root.querySelector('dialog[open]')).toBeNull();
    expect(desk.session.state).toMatchObject({ shared: null, texts: { [FILE]: 'mine' } });
  });

  test('is taken, said to be there, and given back for one’s own', async () => {
    desk.session.edit(FILE, 'mine');
    await opened('Ana', 'theirs');
    await page.getByRole('button', { name: 'Put it in the editor' }).click();
    await expect.element(notice()).toHaveTextContent('Ana’s text is in the editor, and yours is');
    expect(desk.session.state.texts[FILE]).toBe('theirs');
    expect(desk.engine.runs).toEqual([]);
    await page.getByRole('button', { name: 'Back to mine' }).click();
    expect(desk.session.state.texts[FILE]).toBe('mine');
    expect(notice().element().textContent.trim()).toBe('');
  });

  test('that is one’s own already cannot be taken', async () => {
    await opened('Ana', STARTER);
    await expect.element(page.getByText('It is the same as the lesson’s starter.')).toBeVisible();
    expect(page.getByRole('button', { name: 'Put it in the editor' }).elements()).toEqual([]);
  });

  test('shows a name and a text as text', async () => {
    await opened('<b>x</b>', '<img src=x onerror=alert(1)>');
    await expect.element(dialog('<b>x</b>’s answer')).toBeVisible();
    expect(desk.root.querySelector('lp-shared img, lp-shared b')).toBeNull();
  });
});

describe('sharing', () => {
  test('makes a link that follows the name, and lists earlier texts', async () => {
    desk.session.edit(FILE, 'first');
    desk.session.reset();
    desk.session.edit(FILE, 'second');
    await page.getByRole('button', { name: 'Share' }).click();
    const link = page.getByLabelText('Link', { exact: true });
    await expect.element(link).toHaveValue(expect.stringContaining('#share=1.') as string);
    const before = (link.element() as HTMLInputElement).value;
    await page.getByLabelText('Your name').fill('Ana');
    await expect.poll(() => (link.element() as HTMLInputElement).value).not.toBe(before);
    await page.getByRole('button', { name: 'Put back' }).click();
    expect(desk.session.state.texts[FILE]).toBe('first');
    expect(desk.root.querySelector('dialog[open]')).toBeNull();
  });

  test('says where the texts are too much for a link', async () => {
    const noise = Array.from({ length: 9_000 }, (_, at) => Math.sin(at).toString(36)).join('\n');
    desk.session.edit(FILE, noise);
    await page.getByRole('button', { name: 'Share' }).click();
    await expect.element(page.getByText(/^The link would carry \d/)).toBeVisible();
    await page.getByRole('button', { name: 'Close' }).click();
  });
});
