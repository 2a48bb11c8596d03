import { escapeHtml, type Markup } from './markup.ts';

/** What a page puts into the template `index.html`. */
export interface Page {
  readonly kind: 'home' | 'lesson';
  readonly title: string;
  readonly description: string;
  /** What else stands in the head. */
  readonly head: Markup;
  readonly body: Markup;
}

/** Home loads nothing of what a lesson needs. */
const SCRIPTS: Readonly<Record<Page['kind'], string>> = {
  home: '/src/home.ts',
  lesson: '/src/main.ts',
};

/**
 * Fills the template's placeholders. Each is replaced by a function, because a `$&` in a lesson's
 * SQL would otherwise be read as a pattern of `replace`.
 * @throws Error if the template lacks one: a page without its text must not be built
 */
export function fillTemplate(template: string, page: Page): string {
  const values: Readonly<Record<string, string>> = {
    page: page.kind,
    script: SCRIPTS[page.kind],
    title: escapeHtml(page.title),
    description: escapeHtml(page.description),
    head: page.head.text,
    body: page.body.text,
  };
  let filled = template;
  for (const [name, value] of Object.entries(values)) {
    const placeholder = `{{${name}}}`;
    if (!template.includes(placeholder))
      throw new Error(`index.html lacks the placeholder ${placeholder}.`);
    filled = filled.replace(placeholder, () => value);
  }
  return filled;
}
