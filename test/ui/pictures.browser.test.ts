import axe from 'axe-core';
import { html, render } from 'lit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import '../../src/site.css';
import '../../src/ui/styles/index.css';
import type { Picture } from '../../src/contract/index.ts';
import { pictureView } from '../../src/ui/picture/picture-view.ts';
import { LpTimeline } from '../../src/ui/timeline/lp-timeline.ts';
import { LEAKING_TIMELINE } from '../workbook/program-samples.ts';
import {
  HELD_CACHE,
  HELD_DIRECTORY,
  HELD_ERROR,
  HELD_VECTORS,
  LEAKING_CACHE,
  LEAKING_DIRECTORY,
  LEAKING_ERROR,
  LEAKING_VECTORS,
  vectorsOf,
} from './picture-samples.ts';

const PICTURES: readonly (readonly [name: string, picture: Picture])[] = [
  ['timeline', LEAKING_TIMELINE],
  ['cache', LEAKING_CACHE],
  ['cache that held', HELD_CACHE],
  ['directory', LEAKING_DIRECTORY],
  ['directory that held', HELD_DIRECTORY],
  ['error path', LEAKING_ERROR],
  ['error path that held', HELD_ERROR],
  ['vectors', LEAKING_VECTORS],
  ['vectors of which some are missing', HELD_VECTORS],
  ['few vectors', vectorsOf(8, 2)],
];

let root: HTMLElement;
beforeEach(() => {
  if (customElements.get('lp-timeline') === undefined) {
    customElements.define('lp-timeline', LpTimeline);
  }
  root = document.createElement('main');
  root.className = 'results-panel';
  document.body.replaceChildren(root);
});
afterEach(() => {
  delete document.documentElement.dataset.theme;
});

/** Draws a picture, and waits for its element, which comes when it is asked for. */
async function draw(picture: Picture): Promise<void> {
  render(
    html`<h1>Picture</h1>
      ${pictureView(picture)}`,
    root,
  );
  await expect.element(page.elementLocator(root)).toHaveTextContent(/\w{20}|\. /);
  await expect.poll(() => root.querySelector('.sentence')).not.toBeNull();
  if (picture.kind === 'vectors') await expect.poll(() => all('svg')).toHaveLength(1);
}

const words = (element: Element | null | undefined): string =>
  element?.textContent.replace(/\s+/g, ' ').trim() ?? '';
const all = (selector: string): HTMLElement[] => [...root.querySelectorAll<HTMLElement>(selector)];
const rows = (): string[] => all('.picture-table tbody tr').map(words);

describe.each(['light', 'dark'])('in %s', (theme) => {
  test.each(PICTURES)('a %s is accessible by axe’s rules', async (_name, picture) => {
    document.documentElement.dataset.theme = theme;
    await draw(picture);
    for (const details of all('details')) details.setAttribute('open', '');
    const { violations } = await axe.run(root);
    expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
  });
});

describe('at any width', () => {
  test.each(PICTURES)('a %s keeps within it', async (_name, picture) => {
    await draw(picture);
    for (const width of [288, 358, 900]) {
      root.style.width = `${String(width)}px`;
      await expect.poll(() => root.scrollWidth).toBeLessThanOrEqual(width);
    }
  });
});

describe('a cache', () => {
  test('shows first the entry that crossed, who wrote it and who was served', async () => {
    await draw(LEAKING_CACHE);
    expect(words(all('.sentence')[0])).toBe(
      'leaked Of 1 answer from the cache, 1 was another tenant’s entry.',
    );
    const [first] = all('.cache-entry');
    expect(words(first?.querySelector('.cache-slot'))).toMatch(
      /^report:7 Acme’s, for 300 s \{"id":7/,
    );
    expect([...(first?.querySelectorAll('.cache-use') ?? [])].map(words)).toEqual([
      '1 Acme getReport(session, 7) wrote Acme’s',
      '1 Acme getReport(session, 7) found nothing',
      '2 Globex getReport(session, 7) ✕ was served Acme’s',
      '4 no tenant health() found nothing',
    ]);
    expect(all('[data-foreign] [aria-label="leaked"]').length).toBe(2);
  });

  test('says that it held, and is a table as well', async () => {
    await draw(HELD_CACHE);
    expect(words(all('.sentence')[0])).toContain('none from another tenant’s entry');
    expect(rows()[2]).toMatch(/^Acme-id:report:7 1 Acme getReport\(session, 7\) was served Acme’s/);
  });

  test('keeps what does not fit behind a disclosure', async () => {
    const [entry] = HELD_CACHE.entries;
    if (!entry) throw new Error('no entry');
    const entries = Array.from({ length: 20 }, (_, i) => ({ ...entry, key: `key:${String(i)}` }));
    await draw({ ...HELD_CACHE, entries });
    await expect.element(page.getByText('14 more keys')).toBeVisible();
    expect(all('.cache-entry')).toHaveLength(20);
  });
});

describe('a directory', () => {
  test('draws a tree by owner, with what each call touched', async () => {
    await draw(LEAKING_DIRECTORY);
    const lines = all('.tree-line').map((line) => words(line.querySelector('.tree-name')));
    expect(lines).toEqual([
      '/srv/exports/',
      'acme/ Acme’s',
      '3f2b8c1d9e0a4b5c6d7e8f9012345678-quarterly-forecast.json',
      'q3.json',
      'globex/ Globex’s',
      '2024/notes.json',
      'latest → ../acme/q3.json',
      'acme-old/q3.json not there',
      '/etc/passwd',
    ]);
    expect(all('.tree-touch[data-foreign]').map(words)).toEqual([
      "✕ 2 Globex readExport(session, '../acme/q3.json') readFile",
      "✕ 3 Globex readExport(session, 'latest') readFile",
      "✕ 4 Globex readExport(session, '../acme-old/q3.json') readFile ENOENT",
    ]);
    expect(rows().filter((row) => row.includes('outside of its own directory'))).toHaveLength(3);
  });

  test('touched at its very root is a tree all the same', async () => {
    await draw({
      ...HELD_DIRECTORY,
      entries: [{ path: '/', type: 'directory', owner: null, target: null, touches: [] }],
    });
    expect(all('.tree-line').map(words)).toEqual(['/']);
  });
});

describe('an error’s path', () => {
  test('leads from the server to the caller and the log, each with whose data it said', async () => {
    await draw(LEAKING_ERROR);
    expect(all('.error-layer').map((layer) => layer.getAttribute('aria-label'))).toEqual([
      'PostgreSQL',
      'saveCustomer',
      'The caller',
      'The log',
    ]);
    expect(words(all('.sentence')[0])).toContain('got to read Acme’s data from the error');
    const crossed = all('.error-layer[data-crossed]');
    expect(crossed.map((layer) => layer.getAttribute('aria-label'))).toEqual(['The caller']);
    expect(words(crossed[0]?.querySelector('mark'))).toBe(
      'Acme’s, leaked: ceo@acme-secret.example',
    );
    expect(all('mark[data-foreign]')).toHaveLength(1);
  });

  test('that keeps to itself says so, and that the log has the details', async () => {
    await draw(HELD_ERROR);
    expect(words(all('.sentence')[0])).toMatch(/nobody else’s data\. The log has the details\.$/);
    expect(all('[data-crossed]')).toEqual([]);
  });
});

describe('vectors', () => {
  test('name what came back, by rank and owner, and mark the foreign on the drawing', async () => {
    await draw(LEAKING_VECTORS);
    expect(words(all('.sentence')[0])).toContain('and got 5 answers, 3 of another tenant.');
    expect(
      all('.neighbours li[data-foreign]').map((each) => words(each.querySelector('button'))),
    ).toEqual([
      '✕ Globex’s onboarding.md 0.208',
      '✕ Initech’s incident-2031.md 0.236',
      '✕ Globex’s runbook-postgres.md 0.292',
    ]);
    expect(all('.vectors-returned[data-foreign]').map(words)).toEqual(['✕ 5', '✕ 3', '✕ 2']);
  });

  test('are two thousand points in a few outlines', async () => {
    await draw(LEAKING_VECTORS);
    await page.getByRole('button', { name: 'All points' }).click();
    const clouds = all('.vectors-cloud');
    expect(clouds.map((cloud) => cloud.dataset.tenant)).toEqual(['0', '1', '2']);
    const drawn = clouds.flatMap((cloud) => cloud.getAttribute('d')?.match(/M/g) ?? []);
    expect(drawn).toHaveLength(2_000);
  });

  test('are walked from the query outwards with the keys, and each is read out', async () => {
    await draw(LEAKING_VECTORS);
    const slider = page.getByRole('slider', { name: /^Point \d/ });
    await expect
      .element(slider)
      .toHaveAttribute(
        'aria-valuetext',
        'onboarding.md, returned as number 2, leaked, distance 0.208',
      );
    (slider.element() as HTMLElement).focus();
    await userEvent.keyboard('{Home}');
    await expect
      .element(page.getByRole('slider', { name: 'Point 1 of 2 000' }))
      .toHaveAttribute(
        'aria-valuetext',
        'runbook-postgres.md, returned as number 1, distance 0.180',
      );
    await userEvent.keyboard('{End}');
    expect(words(all('.vectors-point')[0])).toMatch(/^\w+’s .*, not returned$/);
    await page.getByRole('button', { name: /incident-2031/ }).click();
    expect(words(all('.vectors-walk')[0])).toMatch(/^Point 3 of/);
    expect(all('.neighbour[aria-pressed="true"]')).toHaveLength(1);
  });

  test('show eight answers at once, the others behind a disclosure, and number what has room', async () => {
    const [first] = HELD_VECTORS.neighbours;
    if (!first) throw new Error('no neighbour');
    // All of the first ring of points, and then some that lie on top of each other.
    const neighbours = Array.from({ length: 20 }, (_, i) => ({ ...first, point: i % 12 }));
    await draw({ ...HELD_VECTORS, neighbours, missing: [] });
    await expect.element(page.getByText('12 more answers')).toBeVisible();
    expect(all('.neighbours li')).toHaveLength(20);
    expect(all('.vectors-returned text').length).toBeLessThanOrEqual(20);
    expect(all('.vectors-returned text').length).toBeGreaterThan(5);
  });

  test('that should have come are told apart from those that did', async () => {
    await draw(HELD_VECTORS);
    expect(words(all('.sentence')[0])).toContain('2 others of its own should have come.');
    expect(all('.vectors-returned[data-missing]').map(words)).toEqual(['∅', '∅']);
  });
});
