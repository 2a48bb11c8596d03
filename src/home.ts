import * as z from 'zod/mini';
import { MapLesson } from './contract/index.ts';
import { LpShortcuts, LpThemeToggle, markReadable } from './ui/base/index.ts';
import { defineHomeElements, provideHome } from './ui/home/index.ts';
import { Shelf } from './workbook/index.ts';

// The home page's entry: it only wires, and loads nothing of what a lesson needs.

markReadable();
customElements.define('lp-theme-toggle', LpThemeToggle);
customElements.define('lp-shortcuts', LpShortcuts);

/** The script is asynchronous: it may run before the page has been read to its end. */
async function parsed(): Promise<void> {
  if (document.readyState !== 'loading') return;
  await new Promise((resolve) => {
    document.addEventListener('DOMContentLoaded', resolve, { once: true });
  });
}

await parsed();
const data = document.getElementById('map-data')?.textContent ?? '[]';
const lessons = z.array(MapLesson).parse(JSON.parse(data));
const shelf = new Shelf();
// Before the elements stand, so that they stand once: as the learner left things.
await shelf.load();
provideHome(document, { lessons, shelf });
defineHomeElements();
// A page from the back-forward cache has heard of nothing in the meantime.
addEventListener('pageshow', ({ persisted }) => void (persisted ? shelf.load() : undefined));
