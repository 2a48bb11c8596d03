/** HTML that has been escaped already. A class, so that a plain string is never taken for it. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Markup | string | number | null | readonly (Markup | null)[];

/** Escapes text for an element's content and for a quoted attribute. */
export const escapeHtml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

function write(part: Part): string {
  if (part === null) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map((each) => each?.text ?? '').join('\n');
  return escapeHtml(String(part));
}

/** A template of HTML: every part that is not markup itself is escaped. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(String.raw({ raw: strings }, ...parts.map(write)));
}

/** Text that a tool of ours has made into HTML. */
export const trusted = (html: string): Markup => new Markup(html);

/**
 * Data for scripts, in a block the browser does not run. A `<` could end the block early, so it is
 * written as JSON's own escape.
 */
export const jsonBlock = (id: string, data: unknown): Markup =>
  new Markup(
    `<script type="application/json" id="${id}">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>`,
  );
