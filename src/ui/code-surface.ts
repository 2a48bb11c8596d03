import type { Fault, FileTexts, LessonFile } from '../contract/index.ts';
import type { Place } from '../workbook/index.ts';

/** What an editor tells: every change, and a paste before it is made. */
export interface CodeOwner {
  /** False where the text is refused: the editor then goes back to the text before. */
  edit(path: string, text: string): boolean;
  /** Whether the file may grow to `length`; asked before a large paste is taken in. */
  admits(path: string, length: number): boolean;
}

/** An editor for one file at a time: the plain one and Monaco are told apart by nothing else. */
export interface CodeSurface {
  /** The element to place in the editor's frame. */
  readonly element: HTMLElement;
  /** Shows a file with this text; the same file with the same text is left alone. */
  show(file: LessonFile, text: string): void;
  /** Tells the texts of all files, of which one is shown: an editor may read them together. */
  know(files: readonly LessonFile[], texts: FileTexts): void;
  /** Marks where a fault lies in the file that is shown; null takes the mark away. */
  mark(fault: Fault | null): void;
  /** Puts the cursor there, or where it was, and focuses. */
  enter(place?: Place): void;
  /** Where the cursor is, so that another surface can take over. */
  place(): Place;
  /** Lets go of everything it holds; the element is then of no more use. */
  dispose(): void;
}

/** The sentence beside the marked line: the server's own, with its SQLSTATE. */
export function markSentence(fault: Fault): string {
  if (fault.sql === undefined) return fault.message;
  return `${fault.sql.severity} ${fault.sql.code}: ${fault.sql.message}`;
}
