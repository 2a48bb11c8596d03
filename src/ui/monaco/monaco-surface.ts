import type { Fault, FileTexts, LessonFile } from '../../contract/index.ts';
import type { Place } from '../../workbook/index.ts';
import type { CodeOwner, CodeSurface } from '../code-surface.ts';
import { FaultMark } from './fault-mark.ts';
import { monaco } from './monaco.ts';
import { editorOptions, gutterWidth } from './options.ts';
import { applyTheme, onThemeChange } from './theme.ts';
import { addressOf, TYPESCRIPT } from './typescript/compiler-options.ts';

type Model = monaco.editor.ITextModel;

/** What Monaco calls the languages of files. */
export const LANGUAGES: Readonly<Record<LessonFile['language'], string>> = {
  sql: 'pgsql',
  typescript: TYPESCRIPT,
  text: 'plaintext',
};

/** The rich editor. One model per file, so each keeps its own history of edits. */
export class MonacoSurface implements CodeSurface {
  readonly element: HTMLElement;
  readonly #owner: CodeOwner;
  readonly #editor: monaco.editor.IStandaloneCodeEditor;
  readonly #mark: FaultMark;
  readonly #models = new Map<string, Model>();
  readonly #views = new Map<string, monaco.editor.ICodeEditorViewState>();
  readonly #endTheme: () => void;
  /** The latest text that was taken, by path, to go back to when one is refused. */
  readonly #taken = new Map<string, string>();
  #path: string | null = null;

  constructor(owner: CodeOwner, host: HTMLElement) {
    this.element = host;
    this.#owner = owner;
    this.#editor = monaco.editor.create(host, editorOptions(document.body));
    this.#mark = new FaultMark(this.#editor);
    this.#endTheme = onThemeChange(() => applyTheme(document.body));
    applyTheme(document.body);
    host.addEventListener('paste', (event) => this.#pasted(event), { capture: true });
    void document.fonts.ready.then(() => {
      monaco.editor.remeasureFonts();
      this.#editor.updateOptions({ lineDecorationsWidth: gutterWidth(this.#editor) });
    });
  }

  show(file: LessonFile, text: string): void {
    const model = this.#models.get(file.path) ?? this.#open(file, text);
    if (file.path !== this.#path) this.#switchTo(file, model);
    if (this.#taken.get(file.path) !== text) this.#replace(file.path, model, text);
  }

  /** TypeScript reads a file together with those it imports, shown or not. */
  know(files: readonly LessonFile[], texts: FileTexts): void {
    for (const file of files) {
      if (file.language !== 'typescript') continue;
      const text = texts[file.path] ?? '';
      const model = this.#models.get(file.path) ?? this.#open(file, text);
      if (this.#taken.get(file.path) !== text) this.#replace(file.path, model, text);
    }
  }

  mark(fault: Fault | null): void {
    this.#mark.show(fault);
  }

  enter(place?: Place): void {
    this.#editor.focus();
    if (place === undefined) return;
    const position = { lineNumber: place.line, column: place.column };
    this.#editor.setPosition(position);
    this.#editor.revealPositionInCenterIfOutsideViewport(position);
  }

  place(): Place {
    const position = this.#editor.getPosition();
    return { line: position?.lineNumber ?? 1, column: position?.column ?? 1 };
  }

  dispose(): void {
    this.#endTheme();
    this.#editor.dispose();
    for (const model of this.#models.values()) model.dispose();
    this.element.remove();
  }

  #open({ path, language }: LessonFile, text: string): Model {
    const model = monaco.editor.createModel(text, LANGUAGES[language], freeAddress(path));
    model.setEOL(monaco.editor.EndOfLineSequence.LF);
    withoutBracketColours(model);
    this.#models.set(path, model);
    this.#taken.set(path, text);
    model.onDidChangeContent(() => this.#edited(path, model));
    return model;
  }

  #switchTo(file: LessonFile, model: Model): void {
    const view = this.#editor.saveViewState();
    if (this.#path !== null && view !== null) this.#views.set(this.#path, view);
    this.#path = file.path;
    this.#editor.setModel(model);
    this.#editor.restoreViewState(this.#views.get(file.path) ?? null);
    const typed = file.language === 'typescript';
    this.#editor.updateOptions({
      readOnly: !file.editable,
      ariaLabel: file.path,
      quickSuggestions: typed && file.editable,
    });
  }

  /** As an edit, so that the learner can take it back. */
  #replace(path: string, model: Model, text: string): void {
    this.#taken.set(path, text);
    model.pushStackElement();
    model.pushEditOperations([], [{ range: model.getFullModelRange(), text }], () => null);
    model.pushStackElement();
  }

  #edited(path: string, model: Model): void {
    const text = model.getValue();
    if (text === this.#taken.get(path)) return;
    const before = this.#taken.get(path) ?? '';
    this.#taken.set(path, text);
    if (!this.#owner.edit(path, text)) this.#replace(path, model, before);
  }

  #pasted(event: ClipboardEvent): void {
    const model = this.#editor.getModel();
    const selection = this.#editor.getSelection();
    const pasted = event.clipboardData?.getData('text/plain') ?? '';
    if (model === null || this.#path === null) return;
    const selected = selection === null ? 0 : model.getValueInRange(selection).length;
    const length = model.getValueLength() - selected + pasted.length;
    if (this.#owner.admits(this.#path, length)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}

/** Colour is for tenants and findings; a bracket's partner is outlined when the cursor is at it. */
export function withoutBracketColours(model: Model): void {
  model.updateOptions({
    bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false },
  });
}

/** A page has one editor; where it is made anew, the models of the one before are let go. */
function freeAddress(path: string): monaco.Uri {
  const address = monaco.Uri.parse(addressOf(path));
  monaco.editor.getModel(address)?.dispose();
  return address;
}
