import type { Fault } from '../../contract/index.ts';
import { markSentence } from '../code-surface.ts';
import { monaco } from './monaco.ts';

/** A server error at its place: the word underlined, and the server's sentence under its line. */
export class FaultMark {
  readonly #editor: monaco.editor.IStandaloneCodeEditor;
  readonly #underline: monaco.editor.IEditorDecorationsCollection;
  #zone: string | null = null;
  #shown: Fault | null = null;

  constructor(editor: monaco.editor.IStandaloneCodeEditor) {
    this.#editor = editor;
    this.#underline = editor.createDecorationsCollection();
    editor.onDidChangeModel(() => (this.#shown = null));
  }

  show(fault: Fault | null): void {
    if (fault === this.#shown) return;
    this.#shown = fault;
    this.#underline.clear();
    this.#editor.changeViewZones((zones) => {
      if (this.#zone !== null) zones.removeZone(this.#zone);
      this.#zone = fault?.line === undefined ? null : zones.addZone(zoneOf(fault, fault.line));
    });
    if (fault?.line !== undefined) this.#point(fault.line, fault.column ?? 1);
  }

  #point(line: number, column: number): void {
    const model = this.#editor.getModel();
    if (model === null) return;
    const position = model.validatePosition({ lineNumber: line, column });
    const word = model.getWordAtPosition(position);
    const range = new monaco.Range(
      position.lineNumber,
      word?.startColumn ?? position.column,
      position.lineNumber,
      word?.endColumn ?? position.column + 1,
    );
    this.#underline.set([
      { range, options: { inlineClassName: 'code-fault' } },
      { range, options: { isWholeLine: true, linesDecorationsClassName: 'code-fault-line' } },
    ]);
    this.#editor.revealPositionInCenterIfOutsideViewport(position);
  }
}

function zoneOf(fault: Fault, line: number): monaco.editor.IViewZone {
  const domNode = document.createElement('p');
  domNode.className = 'code-mark';
  domNode.textContent = markSentence(fault);
  return { afterLineNumber: line, heightInLines: 1.4, domNode };
}
