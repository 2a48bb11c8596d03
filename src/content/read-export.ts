import { join } from 'node:path';
import { EXPORT_FILES, type FileTexts, type LessonManifest } from '../contract/index.ts';
import type { Problem } from './problems.ts';
import { listFolder, readFlatFolder } from './text-files.ts';

const FOLDER = 'export';

/**
 * The tests that a lesson offers for one's own repository: those that `lesson.json` speaks of, all
 * of them and no others. Each breach becomes a problem.
 */
export async function readExport(
  folder: string,
  label: string,
  manifest: LessonManifest,
  problems: Problem[],
): Promise<FileTexts> {
  const offered = manifest.export;
  if (offered === undefined) {
    if ((await listFolder(join(folder, FOLDER))) !== null)
      problems.push({
        file: `${label}/${FOLDER}`,
        message: 'lesson.json says nothing of it under "export"',
      });
    return {};
  }
  const { pgtap, vitest } = EXPORT_FILES;
  const wanted = offered.withoutPgtap === undefined ? [pgtap, vitest] : [vitest];
  const texts = await readFlatFolder(
    folder,
    label,
    FOLDER,
    new Set<string>(wanted),
    'is no test that lesson.json offers under "export"',
    problems,
  );
  for (const name of wanted) {
    const file = `${label}/${FOLDER}/${name}`;
    const text = texts[name];
    if (text?.trim() === '') problems.push({ file, message: 'the file is empty' });
    if (text === undefined && !problems.some((problem) => problem.file === file))
      problems.push({ file, message: 'the file is missing' });
  }
  return texts;
}
