import { Marked, type Tokens } from 'marked';
import { isCodeLanguage } from './code-languages.ts';
import type { Highlight } from './highlight.ts';

/** How the sentence to take home begins in the prose. */
const RULE = '**The rule:**';

/** Markdown to HTML as the prose's styles expect it. The text has passed `parseProse`. */
export function renderProse(markdown: string, highlight: Highlight): string {
  const marked = new Marked({
    async: false,
    renderer: {
      code({ text, lang = 'text' }: Tokens.Code) {
        return highlight(text, isCodeLanguage(lang) ? lang : 'text');
      },
      blockquote({ tokens, text }: Tokens.Blockquote) {
        const kind = text.startsWith(RULE) ? ' class="rule"' : '';
        return `<blockquote${kind}>\n${this.parser.parse(tokens)}</blockquote>\n`;
      },
      // parseProse has refused it; should a token of it still come here, it is shown, not obeyed.
      html({ text }: Tokens.HTML | Tokens.Tag) {
        return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
      },
    },
    hooks: {
      // A wide table scrolls in its own box, not the page.
      postprocess: (html) =>
        html
          .replaceAll('<table>', '<div class="table-scroll" tabindex="0"><table>')
          .replaceAll('</table>', '</table></div>'),
    },
  });
  return marked.parse(markdown, { async: false });
}
