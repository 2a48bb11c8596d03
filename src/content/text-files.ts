import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem } from './problems.ts';

/** A folder's direct content, sorted, so that every machine reads it in the same order. */
export interface FolderList {
  readonly files: readonly string[];
  readonly folders: readonly string[];
}

const isMissing = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';

/** Lists a folder; null where there is none. Hidden files (editors leave them) do not count. */
export async function listFolder(folder: string): Promise<FolderList | null> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    const names = (keep: (entry: (typeof entries)[number]) => boolean): string[] =>
      entries
        .filter((entry) => !entry.name.startsWith('.') && keep(entry))
        .map((entry) => entry.name)
        .sort();
    return {
      files: names((entry) => !entry.isDirectory()),
      folders: names((entry) => entry.isDirectory()),
    };
  } catch (thrown) {
    if (isMissing(thrown)) return null;
    throw thrown;
  }
}

/**
 * Reads a UTF-8 text, with LF line ends whatever the checkout made of them.
 * A missing file or bytes that are no text become a problem, and null.
 */
export async function readText(
  path: string,
  file: string,
  problems: Problem[],
): Promise<string | null> {
  try {
    const bytes = await readFile(path);
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.replaceAll('\r\n', '\n');
  } catch (thrown) {
    if (isMissing(thrown)) problems.push({ file, message: 'the file is missing' });
    else if (thrown instanceof TypeError) problems.push({ file, message: 'is not UTF-8 text' });
    else throw thrown;
    return null;
  }
}

/**
 * Reads a flat folder of text files that must hold only names in `allowed`.
 * @param lesson the lesson's absolute folder
 * @param label the same folder as it is named in problems
 */
export async function readFlatFolder(
  lesson: string,
  label: string,
  under: string,
  allowed: ReadonlySet<string>,
  refusal: string,
  problems: Problem[],
): Promise<Record<string, string>> {
  const texts: Record<string, string> = {};
  const list = await listFolder(join(lesson, under));
  if (list === null) {
    problems.push({ file: `${label}/${under}`, message: 'the folder is missing' });
    return texts;
  }
  for (const name of list.folders)
    problems.push({
      file: `${label}/${under}/${name}`,
      message: 'is a folder, and only files belong here',
    });
  for (const name of list.files) {
    const file = `${label}/${under}/${name}`;
    if (!allowed.has(name)) {
      problems.push({ file, message: refusal });
      continue;
    }
    const text = await readText(join(lesson, under, name), file, problems);
    if (text !== null) texts[name] = text;
  }
  return texts;
}
