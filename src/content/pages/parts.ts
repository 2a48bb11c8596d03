import { markup, type Markup } from './markup.ts';
import type { Page } from './page.ts';

/** The way from a page to the home page, under any prefix. */
export const HOME: Readonly<Record<Page['kind'], string>> = { home: './', lesson: '../../' };

const wayTo = (path: readonly Markup[]): Markup =>
  markup`<nav class="bar-nav" aria-label="You are here"><ol class="bar-path">${path}</ol></nav>`;

/**
 * The only bar: home, the way to here where there is one, what the page itself puts there, the
 * theme, the keys.
 * Elements in it are empty until scripts run.
 */
export const bar = (
  page: Page['kind'],
  path: readonly Markup[],
  own: Markup | null = null,
): Markup => markup`<header class="bar">
<a class="bar-home" href="${HOME[page]}">Leakproof</a>
${path.length === 0 ? null : wayTo(path)}
${own}
<div class="bar-end"><lp-theme-toggle></lp-theme-toggle><lp-shortcuts page="${page}"></lp-shortcuts></div>
</header>`;

/** How long a lesson takes, as it is read: `12 minutes`. */
export const minutes = (count: number): string => `${count} minutes`;

/** A padlock. Its text is for who does not see it. */
export const lock = markup`<svg class="lock" viewBox="0 0 12 12" role="img" aria-label="read-only"><path d="M3 5V4a3 3 0 0 1 6 0v1h1v7H2V5zm1.5 0h3V4a1.5 1.5 0 0 0-3 0z"/></svg>`;
