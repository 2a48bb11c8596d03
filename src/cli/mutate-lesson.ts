import { readAnswers, type LessonFolder } from '../content/index.ts';
import { LeakproofError, type Verdict } from '../contract/index.ts';
import { inTurn, mutantsOf, turns, type Mutant } from '../mutate/index.ts';
import type { EnginePool } from './engine-pool.ts';
import { gradeFiles } from './grade-report.ts';
import { loadLessonModule } from './lesson-code.ts';

/** Mutants of one lesson that are tried unless all are: more only where a turn would be missed. */
export const MUTANTS_A_LESSON = 16;

/** A mutant and its verdict. */
export interface Tried {
  readonly mutant: Mutant;
  /** `undecided` is no kill: it did not run, or did not come to an end. It does not count. */
  readonly outcome: 'killed' | 'survived' | 'undecided';
  /** What was said of it in one line. */
  readonly line: string;
  /** The titles of the checks that refuse it. */
  readonly refusedBy: readonly string[];
}

/** A lesson's mutants, told apart by what `equivalent.json` says. */
export interface Mutants {
  /** In the order in which they are tried. */
  readonly ordered: readonly Mutant[];
  readonly equivalent: readonly Mutant[];
}

/** @throws LeakproofError where `equivalent.json` names a mutant that there is not */
export async function readMutants(lesson: LessonFolder): Promise<Mutants> {
  const answers = await readAnswers(lesson);
  const all = await mutantsOf(answers.filter(({ kind }) => kind === 'right'));
  const listed = lesson.equivalent.flatMap(({ answer, mutations }) =>
    mutations.map((mutation) => ({ answer, mutation })),
  );
  const known = new Set(listed.map(nameOf));
  const unknown = listed.filter((entry) => !all.some((mutant) => nameOf(mutant) === nameOf(entry)));
  if (unknown.length > 0) {
    const names = unknown.map(({ answer, mutation }) => `${answer} "${mutation}"`).join(', ');
    throw new LeakproofError({
      code: 'file-refused',
      message: `${lesson.slug}: equivalent.json names what is no mutant of its answers: ${names}.`,
    });
  }
  return {
    ordered: inTurn(all.filter((mutant) => !known.has(nameOf(mutant)))),
    equivalent: all.filter((mutant) => known.has(nameOf(mutant))),
  };
}

const nameOf = ({ answer, mutation }: { answer: string; mutation: string }): string =>
  `${answer}\n${mutation}`;

/** Tries mutants of a lesson on the engines of the pool. */
export async function tryMutants(
  pool: EnginePool,
  lesson: LessonFolder,
  mutants: readonly Mutant[],
  seed: number,
  onTried: (tried: Tried) => void = () => undefined,
): Promise<readonly Tried[]> {
  const { checks } = await loadLessonModule(lesson);
  const files = new Map((await readAnswers(lesson)).map((answer) => [answer.name, answer.files]));
  return pool.run(
    mutants,
    async (engine, mutant): Promise<Tried> => {
      const { answer, path, text } = mutant;
      const submitted = { ...lesson.starter, ...files.get(answer), [path]: text };
      const graded = await gradeFiles(engine, lesson.slug, submitted, seed, checks, 'failed');
      const outcome = (['survived', 'killed', 'undecided'] as const)[graded.exitCode];
      return { mutant, outcome, line: graded.line, refusedBy: refusals(graded.verdict) };
    },
    onTried,
  );
}

const refusals = (verdict: Verdict | null): readonly string[] =>
  verdict?.checks.filter(({ status }) => status === 'failed').map(({ title }) => title) ?? [];

/**
 * Tries as many mutants as decide something. One that cannot be checked gives its place to the
 * next in turn, so that the count does not hang on how many of them do not run.
 */
export async function tryInTurn(
  pool: EnginePool,
  lesson: LessonFolder,
  ordered: readonly Mutant[],
  seed: number,
  onTried: (tried: Tried) => void,
): Promise<readonly Tried[]> {
  const wanted = turns(ordered, MUTANTS_A_LESSON);
  const tried: Tried[] = [];
  for (let missing = wanted; missing > 0;) {
    const batch = ordered.slice(tried.length, tried.length + missing);
    if (batch.length === 0) break;
    tried.push(...(await tryMutants(pool, lesson, batch, seed, onTried)));
    missing = wanted - tried.filter(({ outcome }) => outcome !== 'undecided').length;
  }
  return tried;
}
