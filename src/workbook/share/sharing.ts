import { toFault, type FileTexts, type LessonData } from '../../contract/index.ts';
import { ownTexts, textsOver } from '../own-texts.ts';
import type { Replacing } from '../replacing.ts';
import { laterStage } from '../stages.ts';
import type { SessionState } from '../state.ts';
import type { Store } from '../store.ts';
import { diffLines, type DiffLine } from './line-diff.ts';
import { readShare, writeShare, type Share } from './share-link.ts';

/** A link that was opened: what it carries, or why it cannot be used. */
export type OpenedShare =
  | { readonly status: 'open'; readonly share: Share }
  | { readonly status: 'refused'; readonly sentence: string };

/** A file in which somebody's texts differ from one's own. */
export interface FileDiff {
  readonly path: string;
  readonly lines: readonly DiffLine[];
}

/** Links that carry a learner's texts: making them, looking at one, taking it. Nothing here runs. */
export class Sharing {
  readonly #lesson: LessonData;
  readonly #store: Store<SessionState>;
  readonly #replacing: Replacing;

  constructor(lesson: LessonData, store: Store<SessionState>, replacing: Replacing) {
    this.#lesson = lesson;
    this.#store = store;
    this.#replacing = replacing;
  }

  /**
   * The fragment that carries the texts as they are now.
   * @throws LeakproofError with one sentence where they are too much for a link
   */
  write(by: string): Promise<string> {
    const { slug } = this.#lesson;
    return writeShare({ lesson: slug, by, ...ownTexts(this.#lesson, this.#store.state) });
  }

  /** Looks into a link and shows what it carries; whatever it is, the texts stay. */
  async open(hash: string): Promise<void> {
    try {
      const share = await readShare(hash, this.#lesson);
      this.#store.set({ shared: { status: 'open', share } });
    } catch (thrown) {
      this.#store.set({ shared: { status: 'refused', sentence: toFault(thrown).message } });
    }
  }

  /** Puts what was opened into the editor. One's own texts are laid aside. */
  accept(): void {
    const { shared, reached } = this.#store.state;
    if (shared?.status !== 'open') return;
    const { share } = shared;
    const [selected] = Object.keys(share.texts);
    this.#store.set({
      shared: null,
      reached: laterStage('fix', reached),
      ...(selected === undefined ? {} : { selected }),
    });
    this.#replacing.take(share, share.by);
  }

  /** Leaves one's own texts as they are. */
  decline(): void {
    this.#store.set({ shared: null });
  }
}

/** Where somebody's texts differ from those that are in the editor. */
export function shareDiffs(lesson: LessonData, share: Share, own: FileTexts): readonly FileDiff[] {
  return textPairs(lesson, share.texts, own).map(({ path, before, after }) => ({
    path,
    lines: diffLines(before, after),
  }));
}

/** A file's text, and another's for it. */
export interface TextPair {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/**
 * The files in which others' texts, put over the starter, differ from those in the editor.
 * @param texts as they are shared, or an answer brings them: changed files only
 */
export function textPairs(
  lesson: LessonData,
  texts: FileTexts,
  own: FileTexts,
): readonly TextPair[] {
  return Object.entries(textsOver(lesson, texts))
    .map(([path, after]) => ({ path, before: own[path] ?? '', after }))
    .filter(({ before, after }) => before !== after);
}
