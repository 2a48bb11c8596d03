import { monaco } from './monaco.ts';

/** Which token of the page each of Monaco's colours takes. */
const COLOURS: Readonly<Record<string, string>> = {
  'editor.background': '--paper',
  'editor.foreground': '--ink',
  'editorCursor.foreground': '--ink',
  'editor.selectionBackground': '--selection',
  'editor.inactiveSelectionBackground': '--selection',
  'editorLineNumber.foreground': '--ink-quiet',
  'editorLineNumber.activeForeground': '--ink',
  'editor.lineHighlightBackground': '--paper',
  'editor.lineHighlightBorder': '--paper',
  'editorBracketMatch.background': '--raised',
  'editorBracketMatch.border': '--edge',
  'editorWidget.background': '--raised',
  'editorWidget.border': '--edge',
  'input.background': '--paper',
  'input.foreground': '--ink',
  'editor.findMatchBackground': '--selection',
  'editor.findMatchHighlightBackground': '--raised',
  'editorError.foreground': '--over-blocked',
  focusBorder: '--focus',
  'editorHoverWidget.background': '--raised',
  'editorHoverWidget.border': '--edge',
  'editorSuggestWidget.background': '--raised',
  'editorSuggestWidget.border': '--edge',
  'editorSuggestWidget.foreground': '--ink',
  'editorSuggestWidget.selectedBackground': '--selection',
  'editorSuggestWidget.selectedForeground': '--ink',
  'editorSuggestWidget.highlightForeground': '--focus',
  'editorSuggestWidget.focusHighlightForeground': '--focus',
  // Neither side of a comparison is a leak, so neither is red: what goes is quiet, what comes raised.
  'diffEditor.insertedLineBackground': '--raised',
  'diffEditor.insertedTextBackground': '--selection',
  'diffEditor.removedLineBackground': '--desk',
  'diffEditor.removedTextBackground': '--hairline',
  'diffEditor.diagonalFill': '--hairline',
  'diffEditor.border': '--hairline',
  'list.hoverBackground': '--hairline',
  'scrollbarSlider.background': '--hairline',
  'scrollbarSlider.hoverBackground': '--edge',
  'scrollbarSlider.activeBackground': '--edge',
};

/** As Monaco names its tokens; a name stands for those that begin with it, such as `comment.doc`. */
const TOKENS: Readonly<Record<string, string>> = {
  keyword: '--code-keyword',
  operator: '--ink',
  string: '--code-string',
  comment: '--code-comment',
  number: '--code-constant',
  predefined: '--code-function',
  identifier: '--ink',
  delimiter: '--ink',
  'type.identifier': '--code-function',
  regexp: '--code-string',
};

/** Gives Monaco the page's colours as they are now, light or dark. */
export function applyTheme(element: HTMLElement): void {
  const read = colourReader(element);
  const dark = getComputedStyle(element).colorScheme === 'dark' || isDark(read('--paper'));
  const entries = (names: Readonly<Record<string, string>>): [string, string][] =>
    Object.entries(names).map(([name, token]) => [name, read(token)]);
  monaco.editor.defineTheme('leakproof', {
    base: dark ? 'vs-dark' : 'vs',
    inherit: true,
    rules: entries(TOKENS).flatMap(([token, foreground]) =>
      // Monaco's own theme has colours for some of pgsql's by their whole name.
      [token, `${token}.sql`].map((name) => ({ token: name, foreground: foreground.slice(1) })),
    ),
    colors: Object.fromEntries(entries(COLOURS)),
  });
  monaco.editor.setTheme('leakproof');
}

/** Calls back whenever the page's colours may have changed. Returns the function that ends it. */
export function onThemeChange(listener: () => void): () => void {
  const media = matchMedia('(prefers-color-scheme: dark)');
  const observer = new MutationObserver(listener);
  media.addEventListener('change', listener);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => {
    media.removeEventListener('change', listener);
    observer.disconnect();
  };
}

/** Resolves tokens through a real element, since they hold `light-dark()`; Monaco wants `#rrggbb`. */
function colourReader(element: HTMLElement): (token: string) => string {
  const probe = document.createElement('span');
  element.append(probe);
  const found = new Map<string, string>();
  for (const token of [...Object.values(COLOURS), ...Object.values(TOKENS)]) {
    probe.style.color = `var(${token})`;
    found.set(token, toHex(getComputedStyle(probe).color));
  }
  probe.remove();
  return (token) => found.get(token) ?? '#808080';
}

function toHex(colour: string): string {
  const parts = (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
  return `#${parts.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;
}

function isDark(hex: string): boolean {
  return Number.parseInt(hex.slice(1, 3), 16) < 128;
}
