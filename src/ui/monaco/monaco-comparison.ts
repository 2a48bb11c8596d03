import type { LessonFile } from '../../contract/index.ts';
import type { TextPair } from '../../workbook/index.ts';
import type { Comparison } from '../compare/comparison.ts';
import { monaco } from './monaco.ts';
import { LANGUAGES, withoutBracketColours } from './monaco-surface.ts';
import { editorOptions } from './options.ts';
import { applyTheme, onThemeChange } from './theme.ts';
import { TYPESCRIPT_SHOWN } from './typescript/compiler-options.ts';

/** Below this many pixels the two texts stand in one column. */
const TWO_COLUMNS = 700;

/** Monaco's comparison, read-only: what it shows is for reading. */
export class MonacoComparison implements Comparison {
  readonly #editor: monaco.editor.IStandaloneDiffEditor;
  readonly #endTheme: () => void;
  readonly #models: monaco.editor.ITextModel[] = [];
  readonly #mark: monaco.editor.IEditorDecorationsCollection;
  /** Waits for the differences: until they are known, lines may still be folded away. */
  #waiting: monaco.IDisposable | null = null;

  constructor(host: HTMLElement) {
    const { model: _none, ...options } = editorOptions(document.body);
    this.#editor = monaco.editor.createDiffEditor(host, {
      ...options,
      ...{ readOnly: true, domReadOnly: true, originalEditable: false },
      ...{ renderSideBySide: true, useInlineViewWhenSpaceIsLimited: true },
      renderSideBySideInlineBreakpoint: TWO_COLUMNS,
      hideUnchangedRegions: { enabled: true, contextLineCount: 3, minimumLineCount: 4 },
      ...{ renderOverviewRuler: false, renderMarginRevertIcon: false, renderGutterMenu: false },
      // Nothing is typed here, so Tab goes on to what comes next.
      ...{ tabIndex: 0, tabFocusMode: true, lineNumbersMinChars: 3, lineDecorationsWidth: 16 },
      ...{ wordWrap: 'on', fixedOverflowWidgets: false },
      ...{ originalAriaLabel: 'yours', modifiedAriaLabel: 'the answer' },
    });
    this.#mark = this.#editor.getModifiedEditor().createDecorationsCollection();
    this.#endTheme = onThemeChange(() => applyTheme(document.body));
    applyTheme(document.body);
  }

  show({ before, after }: TextPair, language: LessonFile['language']): void {
    const name = language === 'typescript' ? TYPESCRIPT_SHOWN : LANGUAGES[language];
    // Without an address: these are not the lesson's files, only texts of theirs.
    const [original, modified] = [this.#model(before, name), this.#model(after, name)];
    this.#editor.setModel({ original, modified });
  }

  reveal(line: number | null): void {
    this.#waiting?.dispose();
    this.#waiting = null;
    if (line === null) this.#mark.clear();
    else if (this.#editor.getLineChanges() !== null) this.#look(line);
    else
      this.#waiting = this.#editor.onDidUpdateDiff(() => {
        this.reveal(line);
      });
  }

  dispose(): void {
    this.#waiting?.dispose();
    this.#endTheme();
    this.#editor.dispose();
    for (const model of this.#models) model.dispose();
  }

  #look(line: number): void {
    const range = new monaco.Range(line, 1, line, 1);
    this.#mark.set([{ range, options: { isWholeLine: true, className: 'compare-near' } }]);
    this.#editor.getModifiedEditor().revealLineInCenter(line);
  }

  /** Kept to the end: a comparison of the one before may still be under way. */
  #model(text: string, language: string): monaco.editor.ITextModel {
    const model = monaco.editor.createModel(text, language);
    withoutBracketColours(model);
    this.#models.push(model);
    return model;
  }
}
