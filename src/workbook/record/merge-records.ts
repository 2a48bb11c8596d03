import type { FileTexts } from '../../contract/index.ts';
import { laterStage } from '../stages.ts';
import { KEPT_ASIDE, layAside, type AsideTexts, type LessonRecord } from './lesson-record.ts';

/** What became of two records of one lesson, and whether a file of theirs had to be laid aside. */
export interface Merged {
  readonly record: LessonRecord;
  /** Files that both changed: mine stand in the record, theirs are aside. */
  readonly contested: readonly string[];
}

/** Whoever changed a value since `base` is followed; where both did, `choose` decides. */
function follow<T>(base: T, mine: T, theirs: T, choose: (mine: T, theirs: T) => T): T {
  if (Object.is(mine, base)) return theirs;
  return Object.is(theirs, base) || Object.is(mine, theirs) ? mine : choose(mine, theirs);
}

const mineFirst = <T>(mine: T): T => mine;
const later = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? (one ?? other) : Math.max(one, other);

/**
 * Brings together what this tab made of `base` and what another tab, or an earlier visit, made of
 * it. Nobody's text is lost: where both changed one file, theirs is laid aside whole.
 * @param now when texts are laid aside, if they are
 */
export function mergeRecords(
  base: LessonRecord,
  mine: LessonRecord,
  theirs: LessonRecord,
  now: number,
): Merged {
  const contested: string[] = [];
  const texts: FileTexts = {};
  for (const path of new Set([...Object.keys(mine.texts), ...Object.keys(theirs.texts)])) {
    const text = follow(base.texts[path], mine.texts[path], theirs.texts[path], (own, other) => {
      if (other !== undefined) contested.push(path);
      return own;
    });
    if (text !== undefined) texts[path] = text;
  }
  const aside = unite(base, mine, theirs);
  const { starter } = theirs;
  const left: AsideTexts = { at: now, texts: theirs.texts, starter, why: 'other-tab' };
  const record: LessonRecord = {
    stamp: theirs.stamp,
    texts,
    starter: follow(base.starter, mine.starter, theirs.starter, mineFirst),
    stage: follow(base.stage, mine.stage, theirs.stage, mineFirst),
    reached: follow(base.reached, mine.reached, theirs.reached, laterStage),
    hints: follow(base.hints, mine.hints, theirs.hints, Math.max),
    prediction: follow(base.prediction, mine.prediction, theirs.prediction, (_, first) => first),
    passed: follow(base.passed, mine.passed, theirs.passed, (_, first) => first),
    failed: follow(base.failed, mine.failed, theirs.failed, later),
    spent: theirs.spent + Math.max(0, mine.spent - base.spent),
    seen: Math.max(mine.seen, theirs.seen),
    aside: contested.length === 0 ? aside : layAside(aside, left),
  };
  return { record, contested };
}

const key = ({ at, why }: AsideTexts): string => `${String(at)} ${why}`;

/** What either has laid aside since `base`, and of what lay there what neither has taken back. */
function unite(
  base: LessonRecord,
  mine: LessonRecord,
  theirs: LessonRecord,
): LessonRecord['aside'] {
  const [was, own, other] = [base, mine, theirs].map(({ aside }) => new Set(aside.map(key)));
  return uniteAside([theirs.aside, mine.aside]).filter((entry) => {
    const id = key(entry);
    return !was?.has(id) || (own?.has(id) && other?.has(id));
  });
}

/** All that was laid aside, each once, the latest first. */
export function uniteAside(lists: readonly (readonly AsideTexts[])[]): LessonRecord['aside'] {
  const all = new Map(lists.flat().map((entry) => [key(entry), entry]));
  return [...all.values()].sort((one, next) => next.at - one.at).slice(0, KEPT_ASIDE);
}
