import type { FileTexts, LessonData } from '../contract/index.ts';
import { printOf } from './record/lesson-record.ts';
import { refuseLength } from './refusal.ts';
import type { SessionState } from './state.ts';

/** A learner's texts as they are kept and sent: changed files only, and what they were begun from. */
export interface OwnTexts {
  readonly texts: FileTexts;
  /** {@link printOf} of the starter. */
  readonly starter: string;
}

/** The files that differ from the starter, in the state as it is. */
export function ownTexts(
  { starter }: LessonData,
  { texts, begunFrom }: Pick<SessionState, 'texts' | 'begunFrom'>,
): OwnTexts {
  const changed = Object.entries(texts).filter(([path, text]) => starter[path] !== text);
  return {
    texts: Object.fromEntries(changed),
    starter: begunFrom === '' ? printOf(starter) : begunFrom,
  };
}

/** All of a lesson's texts, with these over the starter. What the lesson cannot take is left out. */
export function textsOver(lesson: LessonData, changed: FileTexts): FileTexts {
  const texts = { ...lesson.starter };
  for (const { path, editable } of lesson.manifest.files) {
    const text = Object.hasOwn(changed, path) ? changed[path] : undefined;
    if (editable && text !== undefined && refuseLength(path, text.length) === null)
      texts[path] = text;
  }
  return texts;
}

/** Whether texts were begun from another starter than the lesson has today, and still differ from it. */
export function isFromOlder(lesson: LessonData, { texts, starter }: OwnTexts): boolean {
  const changed = lesson.manifest.files.some(
    ({ path, editable }) => editable && Object.hasOwn(texts, path),
  );
  return changed && starter !== '' && starter !== printOf(lesson.starter);
}
