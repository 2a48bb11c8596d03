import type { FileTexts, LessonManifest } from '../contract/index.ts';
import type { Problem } from './problems.ts';

/**
 * Adds a problem for each reason whose snippet does not say where it belongs: it has to occur
 * exactly once in a file that the answer brings.
 * @param file the manifest, as it is named in problems
 */
export function checkReasons(
  name: string,
  texts: FileTexts,
  { right }: LessonManifest,
  file: string,
  problems: Problem[],
): void {
  const at = right.findIndex((answer) => answer.name === name);
  right[at]?.reasons.forEach((reason, index) => {
    const field = `right[${at}].reasons[${index}]`;
    const text = texts[reason.file];
    if (text === undefined) {
      const message = `the answer "${name}" brings no file "${reason.file}"`;
      problems.push({ file, field: `${field}.file`, message });
      return;
    }
    const times = text.split(reason.near).length - 1;
    if (times === 1) return;
    const message = `"${reason.near}" occurs ${times} times in right/${name}/${reason.file}, and has to occur once`;
    problems.push({ file, field: `${field}.near`, message });
  });
}
