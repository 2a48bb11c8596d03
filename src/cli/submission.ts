import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import {
  LeakproofError,
  MAX_FILE_CHARACTERS,
  type FileTexts,
  type Lesson,
} from '../contract/index.ts';

/**
 * Lays the files of a folder over a lesson's starter.
 * @throws LeakproofError `file-refused` in one sentence: no such folder, a file that the lesson
 *   does not have or that is read-only, one that cannot be read, is too large or is no UTF-8 text
 */
export async function overlayFolder(lesson: Lesson, folder: string): Promise<FileTexts> {
  const info = await stat(folder).catch(() => null);
  if (!info?.isDirectory()) throw refused(`${folder} is not a folder.`);
  const files: Record<string, string> = { ...lesson.starter };
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const at = path.join(folder, entry.name);
    const known = lesson.manifest.files.find((file) => file.path === entry.name);
    if (!known) {
      const names = lesson.manifest.files.map((file) => file.path).join(', ');
      throw refused(`${at} is not a file of lesson ${lesson.slug}, which has: ${names}.`);
    }
    const text = await readText(at);
    if (!known.editable && text !== lesson.starter[entry.name]) {
      throw refused(`${at} is read-only in lesson ${lesson.slug} and differs from the lesson's.`);
    }
    files[entry.name] = text;
  }
  return files;
}

async function readText(file: string): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw refused(`${file} cannot be read (${reason}).`);
  }
  if (bytes.length > MAX_FILE_CHARACTERS) {
    throw refused(`${file} has ${bytes.length} bytes; at most ${MAX_FILE_CHARACTERS} are taken.`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    throw refused(`${file} is not UTF-8 text.`);
  }
}

function refused(message: string): LeakproofError {
  return new LeakproofError({ code: 'file-refused', message });
}
