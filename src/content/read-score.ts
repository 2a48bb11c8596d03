import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { EquivalentMutants, Score, type LessonManifest } from '../contract/index.ts';
import { parseJson } from './parse-json.ts';
import type { Problem } from './problems.ts';

/** What a lesson knows of how far its checks are to be trusted. */
export interface Trust {
  /** `equivalent.json`: the mutants that no check has to catch. */
  readonly equivalent: readonly EquivalentMutants[];
  /** `score.json`; null before `mutate --write` has run. */
  readonly score: Score | null;
}

/** Reads both files, which a lesson may lack. Each breach of their contract becomes a problem. */
export async function readTrust(
  folder: string,
  label: string,
  manifest: LessonManifest,
  problems: Problem[],
): Promise<Trust> {
  const equivalent = await optional(folder, 'equivalent.json');
  const score = await optional(folder, 'score.json');
  const file = `${label}/equivalent.json`;
  const entries =
    equivalent === null
      ? []
      : (parseJson(z.array(EquivalentMutants), equivalent, file, problems) ?? []);
  checkEntries(entries, manifest, file, problems);
  return {
    equivalent: entries,
    score: score === null ? null : parseJson(Score, score, `${label}/score.json`, problems),
  };
}

/** Whether a mutant of that name exists, `mutate` says: it takes a parser to tell. */
function checkEntries(
  entries: readonly EquivalentMutants[],
  manifest: LessonManifest,
  file: string,
  problems: Problem[],
): void {
  const names = new Set(manifest.right.map(({ name }) => name));
  const seen = new Set<string>();
  entries.forEach(({ answer, mutations }, at) => {
    if (!names.has(answer)) {
      const message = `lesson.json has no right answer "${answer}"`;
      problems.push({ file, field: `[${at}].answer`, message });
    }
    mutations.forEach((mutation, index) => {
      const key = `${answer}\n${mutation}`;
      if (seen.has(key)) {
        const field = `[${at}].mutations[${index}]`;
        problems.push({ file, field, message: `"${mutation}" is there twice` });
      }
      seen.add(key);
    });
  });
}

async function optional(folder: string, name: string): Promise<string | null> {
  try {
    return await readFile(join(folder, name), 'utf8');
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null;
    throw thrown;
  }
}
