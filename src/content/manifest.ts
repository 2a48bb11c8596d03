import { isModulePath, LessonManifest } from '../contract/index.ts';
import { parseJson } from './parse-json.ts';
import type { Problem } from './problems.ts';

/** Reports each value that occurs before in the same list. */
function findDuplicates(
  values: readonly string[],
  field: (at: number) => string,
  file: string,
  problems: Problem[],
): void {
  values.forEach((value, at) => {
    if (values.indexOf(value) < at)
      problems.push({ file, field: field(at), message: `"${value}" is there twice` });
  });
}

/** What the schema cannot say: names that must differ, and an index that must point somewhere. */
function checkAcrossFields(manifest: LessonManifest, file: string, problems: Problem[]): void {
  const lists = { right: manifest.right, wrong: manifest.wrong };
  findDuplicates(
    manifest.files.map((entry) => entry.path),
    (at) => `files[${at}].path`,
    file,
    problems,
  );
  for (const [kind, answers] of Object.entries(lists))
    findDuplicates(
      answers.map((answer) => answer.name),
      (at) => `${kind}[${at}].name`,
      file,
      problems,
    );
  manifest.files.forEach(({ path, language }, at) => {
    // The program is what ends in .ts: a file that ran without its colours, or the reverse, is none.
    if (isModulePath(path) !== (language === 'typescript') && !path.endsWith('.d.ts'))
      problems.push({
        file,
        field: `files[${at}].language`,
        message: `"${path}" is ${isModulePath(path) ? '' : 'not '}a module by its name`,
      });
  });
  if (!manifest.files.some((entry) => entry.editable))
    problems.push({ file, field: 'files', message: 'at least one file must be editable' });
  if (!manifest.entry.startsWith(manifest.module))
    problems.push({
      file,
      field: 'entry',
      message: `"${manifest.entry}" is not in module ${manifest.module}`,
    });
  const { predict } = manifest;
  if (predict !== undefined && predict.answer >= predict.options.length)
    problems.push({
      file,
      field: 'predict.answer',
      message: `there is no option ${predict.answer}, counting from 0`,
    });
}

/** Parses the text of a `lesson.json`. Every breach becomes a problem; null if there was any. */
export function parseManifest(
  text: string,
  file: string,
  problems: Problem[],
): LessonManifest | null {
  const manifest = parseJson(LessonManifest, text, file, problems);
  if (manifest === null) return null;
  const before = problems.length;
  checkAcrossFields(manifest, file, problems);
  return problems.length === before ? manifest : null;
}
