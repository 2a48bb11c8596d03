import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import '../../src/site.css';
import type { MapLesson } from '../../src/contract/index.ts';
import { defineHomeElements, provideHome } from '../../src/ui/home/index.ts';
import { NO_RECORD, Shelf, type LessonRecord } from '../../src/workbook/index.ts';
import { blockedStore, memoryStore, tabs } from '../workbook/memory-store.ts';
import { settled } from './stage.ts';

const lesson = (slug: string, title: string, identifiers: string[]): MapLesson => ({
  ...{ slug, title, summary: `${title}, in a line.`, rule: 'Name the tenant.', identifiers },
  minutes: 10,
});
const LESSONS = [
  lesson('one', 'The missing predicate', ['CWE-639']),
  lesson('two', 'A policy per command', ['CWE-284']),
];
const HELD: LessonRecord = { ...NO_RECORD, stamp: 'x', passed: 1_764_400_000_000, seen: 1 };

/** The home page's map as the build writes it, with a shelf that the test fills. */
async function setUp(kept: Record<string, LessonRecord>, blocked = false): Promise<Shelf> {
  const store = memoryStore(
    new Map(Object.entries(kept).map(([slug, record]) => [`leakproof:lesson:${slug}`, record])),
  );
  const shelf = new Shelf({ store: blocked ? blockedStore : store, news: tabs()() });
  await shelf.load();
  const root = document.createElement('main');
  provideHome(root, { lessons: LESSONS, shelf });
  if (customElements.get('lp-course') === undefined) defineHomeElements();
  const entries = LESSONS.map(
    ({ slug, title }) => `<section class="module"><ul class="lesson-list"><li data-slug="${slug}">
      <lp-lesson-mark data-slug="${slug}"></lp-lesson-mark>
      <div><a href="#${slug}">${title}</a><p class="because" hidden></p></div></li></ul></section>`,
  );
  document.body.replaceChildren(root);
  root.innerHTML = `<lp-resume></lp-resume><lp-course></lp-course><lp-search></lp-search>
    ${entries.join('')}<lp-keeping></lp-keeping>`;
  await settled();
  return shelf;
}

const shown = (): string[] =>
  [...document.querySelectorAll<HTMLElement>('.module a')]
    .filter((link) => link.checkVisibility())
    .map((link) => link.textContent);
const field = () => page.getByRole('searchbox', { name: 'Search the lessons' });

beforeEach(() => {
  history.replaceState(null, '', location.pathname);
});

describe('progress', () => {
  test('of a newcomer is a number of lessons and minutes, with no second way on', async () => {
    await setUp({});
    await expect.element(page.getByText('2 lessons, 20 minutes')).toBeVisible();
    expect(document.querySelector('.resume')).toBeNull();
  });

  test('of who comes back is counted, marked and led on', async () => {
    await setUp({ one: HELD, two: { ...NO_RECORD, stamp: 'y', hints: 1, seen: 2 } });
    await expect.element(page.getByText('1 of 2 lessons holds, 10 minutes left')).toBeVisible();
    const way = page.getByRole('link', { name: 'Go on with A policy per command' });
    await expect.element(way).toHaveAttribute('href', 'lessons/two/');
    const marks = [...document.querySelectorAll('.mark')].map((mark) =>
      mark.getAttribute('data-standing'),
    );
    expect(marks).toEqual(['held', 'begun']);
    await expect.element(page.getByText(/^Holds since 29 November 2025:/)).toBeInTheDocument();
  });

  test('is said not to be kept where storage is blocked', async () => {
    await setUp({}, true);
    await expect.element(page.getByText('This browser keeps no progress')).toBeVisible();
  });
});

describe('the search', () => {
  test('begins with a slash, shows why, and is walked and ended by keys', async () => {
    await setUp({});
    await userEvent.keyboard('/');
    expect(document.activeElement).toBe(field().element());
    await userEvent.keyboard('cwe-284');
    await settled();
    expect(shown()).toEqual(['A policy per command']);
    expect(document.querySelectorAll('.module:not([hidden])')).toHaveLength(1);
    await expect.element(page.getByText('CWE-284')).toBeVisible();
    await expect.element(page.getByRole('status').first()).toHaveTextContent('1 lesson found');
    await userEvent.keyboard('{ArrowDown}');
    expect(document.activeElement?.textContent).toBe('A policy per command');
    await userEvent.keyboard('{ArrowUp}');
    expect(document.activeElement).toBe(field().element());
    await userEvent.keyboard('{Enter}');
    expect(location.hash).toBe('#two');
    await userEvent.keyboard('{Escape}');
    await settled();
    expect(shown()).toHaveLength(2);
    expect(document.querySelector<HTMLElement>('.because:not([hidden])')).toBeNull();
  });

  test('that finds nothing says so, and shows all again', async () => {
    await setUp({});
    await field().fill('quantum');
    await settled();
    expect(shown()).toEqual([]);
    await expect
      .element(page.getByRole('status').first())
      .toHaveTextContent('No lesson has “quantum”');
    await page.getByRole('button', { name: 'Show all' }).click();
    expect(shown()).toHaveLength(2);
  });
});

describe('the file', () => {
  const importing = async (text: string): Promise<void> => {
    const input = document.querySelector<HTMLInputElement>('input[type=file]');
    if (input === null) throw new Error('There is no file to choose.');
    await userEvent.upload(input, new File([text], 'progress.json'));
  };
  const news = () => page.getByRole('status').last();

  test('that is foreign is refused with one sentence, and nothing changes', async () => {
    const shelf = await setUp({ one: HELD });
    await importing('{"format":"another"}');
    await expect
      .element(news())
      .toHaveTextContent('The file is no progress file of this workbook, so nothing was changed.');
    expect([...shelf.state.records.values()]).toEqual([HELD]);
  });

  test('comes in, and its coming can be undone', async () => {
    const { text } = (await setUp({ one: HELD })).export();
    const shelf = await setUp({ two: HELD });
    await importing(text);
    await expect.element(news()).toHaveTextContent('1 lesson taken in.');
    expect([...shelf.state.records.keys()].sort()).toEqual(['one', 'two']);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => [...shelf.state.records.keys()]).toEqual(['two']);
  });

  test('is not needed to forget, which can be undone as well', async () => {
    const shelf = await setUp({ one: HELD });
    await page.getByRole('button', { name: 'Forget all' }).click();
    await expect.element(news()).toHaveTextContent('1 lesson forgotten.');
    expect(shelf.state.records.size).toBe(0);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => shelf.state.records.size).toBe(1);
  });
});
