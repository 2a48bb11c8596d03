import { beforeEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import '../../src/site.css';
import { defineElements } from '../../src/ui/index.ts';
import { settled } from './stage.ts';

/** The panes as the build writes them, without what stands in them. */
const PAGE = `<main class="workbench">
  <article id="prose" class="prose">Prose</article>
  <lp-splitter pane="prose"></lp-splitter>
  <section class="desk">
    <div>files</div><div>editor</div><div>actions</div>
    <lp-splitter pane="results"></lp-splitter>
    <div id="results">results</div>
  </section>
</main>`;

const splitter = (name: string): HTMLElement =>
  page.getByRole('separator', { name }).element() as HTMLElement;
const prose = (): HTMLElement => splitter('Width of the lesson’s text');
const results = (): HTMLElement => splitter('Height of the results');
const value = (element: HTMLElement): number => Number(element.getAttribute('aria-valuenow'));

/** The share that a pane really has. */
function share(id: 'prose' | 'results'): number {
  const pane = document.getElementById(id);
  const room = pane?.parentElement;
  if (pane === null || room === null || room === undefined) throw new Error(`There is no ${id}.`);
  return id === 'prose'
    ? (100 * pane.getBoundingClientRect().width) / room.getBoundingClientRect().width
    : (100 * pane.getBoundingClientRect().height) / room.getBoundingClientRect().height;
}

async function drag(element: HTMLElement, x: number, y: number): Promise<void> {
  const { left, top } = element.getBoundingClientRect();
  const at = (type: string, dx: number, dy: number): PointerEvent =>
    new PointerEvent(type, {
      ...{ pointerId: 1, bubbles: true, button: 0 },
      ...{ clientX: left + dx, clientY: top + dy },
    });
  element.dispatchEvent(at('pointerdown', 2, 2));
  element.dispatchEvent(at('pointermove', x + 2, y + 2));
  element.dispatchEvent(at('lostpointercapture', x + 2, y + 2));
  await settled();
}

beforeEach(async () => {
  await page.viewport(1280, 800);
  localStorage.clear();
  document.documentElement.removeAttribute('style');
  // Only what is really pressed can be captured.
  vi.spyOn(HTMLElement.prototype, 'setPointerCapture').mockImplementation(() => undefined);
  if (customElements.get('lp-splitter') === undefined) defineElements();
  document.body.innerHTML = PAGE;
  await settled();
  return () => vi.restoreAllMocks();
});

describe('a splitter', () => {
  test('says what it sizes, how large that is, and within which bounds', () => {
    expect(prose().getAttribute('aria-orientation')).toBe('vertical');
    expect(prose().getAttribute('aria-controls')).toBe('prose');
    expect(results().getAttribute('aria-orientation')).toBe('horizontal');
    expect(value(prose())).toBe(Math.round(share('prose')));
    expect(value(results())).toBe(Math.round(share('results')));
  });

  test('goes by keys to its ends, which the style sheet draws as they are said', async () => {
    for (const [element, id] of [
      [prose(), 'prose'],
      [results(), 'results'],
    ] as const) {
      element.focus();
      for (const [key, bound] of [
        ['{Home}', 'aria-valuemin'],
        ['{End}', 'aria-valuemax'],
      ] as const) {
        await userEvent.keyboard(key);
        await settled();
        const end = Number(element.getAttribute(bound));
        expect(value(element)).toBe(end);
        expect(Math.abs(share(id) - end)).toBeLessThan(0.5);
      }
    }
  });

  test('moves by an arrow, is remembered, and Enter forgets it', async () => {
    const before = value(prose());
    prose().focus();
    await userEvent.keyboard('{ArrowRight}{ArrowRight}');
    await settled();
    expect(value(prose())).toBe(before + 4);
    expect(localStorage.getItem('leakproof:share-prose')).toBe(String(before + 4));
    await userEvent.keyboard('{Enter}');
    await settled();
    expect(value(prose())).toBe(before);
    expect(localStorage.getItem('leakproof:share-prose')).toBeNull();
  });

  test('follows the pointer, and stops where a pane would have too little room', async () => {
    const width = share('prose');
    await drag(prose(), 64, 0);
    expect(share('prose')).toBeCloseTo(width + 5, 0);
    await drag(prose(), -2000, 0);
    expect(value(prose())).toBe(Number(prose().getAttribute('aria-valuemin')));
    const height = share('results');
    await drag(results(), 0, -80);
    expect(share('results')).toBeGreaterThan(height + 8);
    expect(localStorage.getItem('leakproof:share-results')).toBe(String(value(results())));
    results().dispatchEvent(new MouseEvent('dblclick', { bubbles: true }));
    await settled();
    expect(share('results')).toBeCloseTo(height, 0);
  });

  test('works for this page where storage is blocked', async () => {
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('blocked', 'SecurityError');
    });
    const before = value(prose());
    prose().focus();
    await userEvent.keyboard('{ArrowLeft}');
    await settled();
    expect(value(prose())).toBe(before - 2);
  });

  test('is not there where everything is in one column', async () => {
    await page.viewport(800, 800);
    await settled();
    expect(page.getByRole('separator').elements()).toEqual([]);
  });
});
