import type { monaco } from './monaco.ts';

/** Where the code begins, in both editors and in the build's page, so that nothing shifts. */
const CODE_LEFT_REM = 3.25;

/** A quiet editor: what it offers is what a lesson needs. */
export function editorOptions(
  page: HTMLElement,
): monaco.editor.IStandaloneEditorConstructionOptions {
  const rem = remOf(page);
  const mono = getComputedStyle(page).getPropertyValue('--mono');
  return {
    model: null,
    automaticLayout: true,
    fontFamily: mono,
    fontSize: 0.875 * rem,
    lineHeight: 1.5 * 0.875 * rem,
    fontLigatures: false,
    padding: { top: 0.75 * rem, bottom: 0.75 * rem },
    lineNumbersMinChars: 4,
    lineDecorationsWidth: 12,
    glyphMargin: false,
    folding: false,
    minimap: { enabled: false },
    overviewRulerLanes: 0,
    overviewRulerBorder: false,
    scrollBeyondLastLine: false,
    scrollbar: {
      alwaysConsumeMouseWheel: false,
      horizontalScrollbarSize: 8,
      verticalScrollbarSize: 8,
      useShadows: false,
    },
    contextmenu: false,
    // Completions and types may stand over what is below the editor's frame.
    fixedOverflowWidgets: true,
    find: { addExtraSpaceOnTop: false, seedSearchStringFromSelection: 'selection' },
    quickSuggestions: false,
    links: false,
    occurrencesHighlight: 'off',
    selectionHighlight: false,
    renderLineHighlight: 'none',
    stickyScroll: { enabled: false },
    renderFinalNewline: 'off',
    guides: { indentation: false },
    unicodeHighlight: { ambiguousCharacters: false, invisibleCharacters: true },
    tabSize: 2,
    insertSpaces: true,
    detectIndentation: false,
    // Reached through the frame, so that Tab moves past the editor until it is entered.
    tabIndex: -1,
  };
}

/** The space after the line numbers that makes the code begin where the page had it. */
export function gutterWidth(editor: monaco.editor.ICodeEditor): number {
  const left = CODE_LEFT_REM * remOf(document.body);
  return Math.max(4, left - editor.getLayoutInfo().lineNumbersWidth);
}

function remOf(page: HTMLElement): number {
  return Number.parseFloat(getComputedStyle(page.ownerDocument.documentElement).fontSize);
}
