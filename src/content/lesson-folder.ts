import { join } from 'node:path';
import type { FileTexts, Lesson, LessonManifest } from '../contract/index.ts';
import { parseManifest } from './manifest.ts';
import type { Problem } from './problems.ts';
import { parseProse, type Prose } from './prose.ts';
import { checkReasons } from './reasons.ts';
import { readExport } from './read-export.ts';
import { readTrust, type Trust } from './read-score.ts';
import { listFolder, readFlatFolder, readText } from './text-files.ts';

/** A lesson as it lies on disk: what the page holds of it, and where the rest is. */
export interface LessonFolder extends Lesson, Trust {
  /** Absolute path of the lesson's folder. */
  readonly folder: string;
  readonly prose: Prose;
  /** The files of `export/`; none where the lesson offers none. */
  readonly exported: FileTexts;
}

const FOLDER_NAME = /^(\d{2})-([a-z0-9]+(?:-[a-z0-9]+)*)$/;

/** Code that runs in the worlds; the content only sees to it that it is there. */
const REQUIRED = ['setup.sql', 'world.ts', 'attack.ts', 'checks.ts'] as const;

/** What a lesson of TypeScript may have: a trusted module that runs beside the learner's. */
const DRIVER = 'driver.ts';

/** Each listed answer has a folder, each folder is listed, and holds only what a learner can edit. */
async function checkAnswers(
  folder: string,
  label: string,
  kind: 'right' | 'wrong',
  manifest: LessonManifest,
  problems: Problem[],
): Promise<void> {
  const listed = new Set(manifest[kind].map((answer) => answer.name));
  const found = await listFolder(join(folder, kind));
  for (const name of found?.folders ?? [])
    if (!listed.has(name))
      problems.push({
        file: `${label}/${kind}/${name}`,
        message: `lesson.json does not list it under "${kind}"`,
      });
  for (const name of found?.files ?? [])
    problems.push({
      file: `${label}/${kind}/${name}`,
      message: 'is a file, and only answers’ folders belong here',
    });

  const editable = new Set(manifest.files.filter((file) => file.editable).map((file) => file.path));
  for (const name of listed) {
    const before = problems.length;
    const texts = await readFlatFolder(
      folder,
      label,
      `${kind}/${name}`,
      editable,
      'is not an editable file of lesson.json',
      problems,
    );
    if (problems.length === before && Object.keys(texts).length === 0)
      problems.push({ file: `${label}/${kind}/${name}`, message: 'the answer holds no file' });
    else if (kind === 'right' && problems.length === before)
      checkReasons(name, texts, manifest, `${label}/lesson.json`, problems);
  }
}

/** Starter texts: exactly the files of the manifest, in its order. */
async function readStarter(
  folder: string,
  label: string,
  manifest: LessonManifest,
  problems: Problem[],
): Promise<Record<string, string>> {
  const paths = manifest.files.map((file) => file.path);
  const found = await readFlatFolder(
    folder,
    label,
    'starter',
    new Set(paths),
    'lesson.json does not list it under "files"',
    problems,
  );
  const starter: Record<string, string> = {};
  for (const path of paths) {
    const text = found[path];
    if (text !== undefined) starter[path] = text;
    else if (
      !problems.some(
        (problem) => problem.file.startsWith(`${label}/starter`) && problem.file.endsWith(path),
      )
    )
      problems.push({ file: `${label}/starter/${path}`, message: 'the file is missing' });
  }
  return starter;
}

/**
 * Reads one lesson's folder and adds every breach of its contract to `problems`.
 * Null where there was one: half a lesson must never look like a lesson.
 */
export async function readLessonFolder(
  folder: string,
  name: string,
  problems: Problem[],
): Promise<LessonFolder | null> {
  const before = problems.length;
  const label = `lessons/${name}`;
  const match = FOLDER_NAME.exec(name);
  if (match === null) {
    problems.push({
      file: label,
      message: 'a lesson’s folder is named NN-slug, such as 03-missing-predicate',
    });
    return null;
  }
  const [, number = '', slug = ''] = match;

  for (const file of REQUIRED) await readText(join(folder, file), `${label}/${file}`, problems);
  const markdown = await readText(join(folder, 'prose.md'), `${label}/prose.md`, problems);
  const prose = markdown === null ? null : parseProse(markdown, `${label}/prose.md`, problems);
  const json = await readText(join(folder, 'lesson.json'), `${label}/lesson.json`, problems);
  const manifest = json === null ? null : parseManifest(json, `${label}/lesson.json`, problems);
  if (manifest === null) return null;

  if (manifest.files.some((file) => file.path === DRIVER))
    problems.push({
      file: `${label}/lesson.json`,
      field: 'files',
      message: `"${DRIVER}" is the name of the lesson’s own driver, so no file of the learner may have it`,
    });
  const starter = await readStarter(folder, label, manifest, problems);
  await checkAnswers(folder, label, 'right', manifest, problems);
  await checkAnswers(folder, label, 'wrong', manifest, problems);
  const trust = await readTrust(folder, label, manifest, problems);
  const exported = await readExport(folder, label, manifest, problems);
  if (prose === null || problems.length > before) return null;
  return { slug, order: Number(number), manifest, starter, folder, prose, exported, ...trust };
}
