import type { WorkspaceCatalog } from '../../contract/index.ts';
import type { PromptOwner, PromptSurface } from '../sql-console/prompt-surface.ts';
import { monaco } from './monaco.ts';
import { withoutBracketColours } from './monaco-surface.ts';
import { editorOptions } from './options.ts';
import { completeFrom } from './sql-completion.ts';

/** A small rich editor as the console's prompt, which completes from the live catalog. */
export class MonacoPrompt implements PromptSurface {
  readonly element = document.createElement('div');
  readonly #owner: PromptOwner;
  readonly #editor: monaco.editor.IStandaloneCodeEditor;
  readonly #model: monaco.editor.ITextModel;
  readonly #endCompletion: () => void;

  constructor(owner: PromptOwner, label: string, catalogOf: () => WorkspaceCatalog | null) {
    this.#owner = owner;
    this.element.className = 'prompt-host';
    this.#model = monaco.editor.createModel('', 'pgsql');
    this.#model.setEOL(monaco.editor.EndOfLineSequence.LF);
    withoutBracketColours(this.#model);
    this.#editor = monaco.editor.create(this.element, {
      ...editorOptions(document.body),
      ...{ model: this.#model, ariaLabel: label, tabIndex: 0, tabFocusMode: true },
      ...{ lineNumbers: 'off', lineNumbersMinChars: 0, lineDecorationsWidth: 12 },
      ...{ padding: { top: 8, bottom: 8 }, wordWrap: 'on', quickSuggestions: true },
    });
    this.#endCompletion = completeFrom(this.#model, catalogOf);
    this.#recallByKeys();
  }

  get text(): string {
    return this.#model.getValue();
  }

  set text(text: string) {
    this.#model.setValue(text);
  }

  focus(): void {
    this.#editor.focus();
  }

  rest(): void {
    this.#editor.trigger('console', 'hideSuggestWidget', {});
  }

  dispose(): void {
    this.#endCompletion();
    this.#editor.dispose();
    this.#model.dispose();
    this.element.remove();
  }

  /** Only from the first line and the last, and not while a completion is chosen. */
  #recallByKeys(): void {
    const first = this.#editor.createContextKey<boolean>('promptFirstLine', true);
    const last = this.#editor.createContextKey<boolean>('promptLastLine', true);
    const look = (): void => {
      const line = this.#editor.getPosition()?.lineNumber ?? 1;
      first.set(line === 1);
      last.set(line === this.#model.getLineCount());
    };
    this.#editor.onDidChangeCursorPosition(look);
    this.#model.onDidChangeContent(look);
    const inText = 'editorTextFocus && !suggestWidgetVisible';
    this.#editor.addCommand(
      monaco.KeyCode.UpArrow,
      () => this.#recall('earlier'),
      `${inText} && promptFirstLine`,
    );
    this.#editor.addCommand(
      monaco.KeyCode.DownArrow,
      () => this.#recall('later'),
      `${inText} && promptLastLine`,
    );
  }

  #recall(which: 'earlier' | 'later'): void {
    const text = this.#owner.recall(which, this.text);
    if (text === null) return;
    this.text = text;
    // At the end that the next press leads on from.
    const last = this.#model.getLineCount();
    const end = { lineNumber: last, column: this.#model.getLineMaxColumn(last) };
    this.#editor.setPosition(which === 'earlier' ? { lineNumber: 1, column: 1 } : end);
  }
}
