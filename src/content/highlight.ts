import { createCssVariablesTheme, createHighlighter, type ShikiTransformer } from 'shiki';
import { CODE_LANGUAGES, type CodeLanguage } from './code-languages.ts';

/** Colours code: HTML of a `<pre class="shiki">`. Attributes are put on the `<pre>`. */
export type Highlight = (
  code: string,
  language: CodeLanguage,
  attributes?: Readonly<Record<string, string | boolean>>,
) => string;

const THEME = createCssVariablesTheme({ name: 'tokens', variablePrefix: '--code-' });

/**
 * The theme writes `style="color:var(--code-token-string)"`; a class `code-string` says the same,
 * passes a CSP without 'unsafe-inline' for styles, and is shorter.
 */
const stylesToClasses: ShikiTransformer = {
  name: 'styles-to-classes',
  pre(node) {
    delete node.properties.style;
    node.properties.class = 'shiki';
  },
  span(node) {
    const style = node.properties.style;
    const token = typeof style === 'string' ? /--code-token-([a-z-]+)/.exec(style)?.[1] : undefined;
    delete node.properties.style;
    if (token !== undefined) node.properties.class = `code-${token}`;
  },
};

async function load(): Promise<Highlight> {
  const highlighter = await createHighlighter({ themes: [THEME], langs: [...CODE_LANGUAGES] });
  return (code, language, attributes = {}) =>
    highlighter.codeToHtml(code.replace(/\n$/, ''), {
      lang: language,
      theme: THEME.name ?? 'tokens',
      transformers: [
        stylesToClasses,
        {
          pre(node) {
            Object.assign(node.properties, attributes);
          },
        },
      ],
    });
}

let loading: Promise<Highlight> | undefined;

/** The highlighter, loaded once: its grammars take a good part of a second. */
export function loadHighlight(): Promise<Highlight> {
  return (loading ??= load());
}
