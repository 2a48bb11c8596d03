import { isModulePath, type FileTexts } from '../contract/index.ts';
import { diffLines } from './diff.ts';
import { applyEdits, type Change, type Mutant } from './mutation.ts';
import { loadParser, sqlChanges } from './sql/index.ts';
import { typeScriptChanges } from './typescript/index.ts';

/** A right answer: the files that it brings, which are the ones to be broken. */
export interface Original {
  readonly name: string;
  readonly files: FileTexts;
}

/**
 * Every mutant of a lesson's right answers, in the order of the answers, of their files, and of
 * the operators. Two answers that become the same text by it have one mutant, the first one's.
 */
export async function mutantsOf(answers: readonly Original[]): Promise<readonly Mutant[]> {
  await loadParser();
  const mutants: Mutant[] = [];
  const seen = new Set<string>();
  for (const { name, files } of answers) {
    const taken = new Map<string, number>();
    for (const [path, text] of Object.entries(files)) {
      for (const change of changesOf(path, text)) {
        const changed = applyEdits(text, change.edits);
        const whole = JSON.stringify(Object.entries({ ...files, [path]: changed }).sort());
        if (seen.has(whole)) continue;
        seen.add(whole);
        const { operator } = change;
        const what = `${path}: ${change.what}`;
        const count = (taken.get(what) ?? 0) + 1;
        taken.set(what, count);
        const mutation = count === 1 ? what : `${what} (${count})`;
        const diff = diffLines(text, changed);
        mutants.push({ answer: name, operator, mutation, path, text: changed, diff });
      }
    }
  }
  return mutants;
}

function changesOf(path: string, text: string): readonly Change[] {
  if (path.endsWith('.sql')) return sqlChanges(text);
  return isModulePath(path) ? typeScriptChanges(path, text) : [];
}
