import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { LessonFolder } from '../content/index.ts';
import type { Score } from '../contract/index.ts';
import type { Mutants, Tried } from './mutate-lesson.ts';

/** Parts of a lesson's folder that no verdict on a mutant hangs on. */
const NO_MATTER = /^(?:wrong\/|export\/|prose\.md$|lesson\.json$|attack\.ts$|score\.json$)/;

/**
 * What a score was computed from, as one number: the lesson's checks, its world and its right
 * answers, and every mutant of them. What the checks share is not part of it, since each change of
 * that would make every score out of date; `mutate` itself tells what it comes to.
 */
export async function fingerprintOf(lesson: LessonFolder, mutants: Mutants): Promise<string> {
  const hash = createHash('sha256');
  const add = (...parts: readonly string[]): void => {
    hash.update(JSON.stringify(parts));
  };
  const names = await readdir(lesson.folder, { recursive: true, withFileTypes: true });
  const files = names
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => path.relative(lesson.folder, path.join(entry.parentPath, entry.name)))
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => !NO_MATTER.test(file))
    .sort();
  for (const file of files) {
    const text = await readFile(path.join(lesson.folder, file), 'utf8');
    add(file, text.replaceAll('\r\n', '\n'));
  }
  for (const { answer, mutation, text } of mutants.ordered) add(answer, mutation, text);
  return hash.digest('hex');
}

/** Writes `score.json` into the lesson's folder. */
export async function writeScore(
  lesson: LessonFolder,
  mutants: Mutants,
  tried: readonly Tried[],
  seed: number,
): Promise<void> {
  const score: Score = {
    fingerprint: await fingerprintOf(lesson, mutants),
    seed,
    variants: tried
      .filter(({ outcome }) => outcome !== 'undecided')
      .map(({ mutant: { answer, mutation }, refusedBy: [first] }) => ({
        answer,
        mutation,
        caughtBy: first ?? null,
      })),
  };
  const file = path.join(lesson.folder, 'score.json');
  await writeFile(file, `${JSON.stringify(score, null, 2)}\n`);
}
