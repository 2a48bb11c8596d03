import type {
  AttackReport,
  CheckResult,
  ConsoleResult,
  Fault,
  FileTexts,
  LessonFile,
  OutputLine,
  Picture,
  Stage,
  Verdict,
  LessonData,
  WorldData,
} from '../contract/index.ts';
import type { EngineState } from '../engine/index.ts';
import type { AsideTexts } from './record/lesson-record.ts';
import type { RecordPlace } from './record/record-store.ts';
import type { OpenedShare } from './share/sharing.ts';
import type { ConsoleState } from './sql-console/console-state.ts';
import { isReached } from './stages.ts';

/** What can be run; the engine runs one at a time. */
export type RunKind = 'attack' | 'check' | 'replay';

/** Those that come to something of their own to show. */
export type ShownRun = Exclude<RunKind, 'replay'>;

/** The panels under the actions. */
export const PANELS = ['verdict', 'attack', 'picture', 'matrix', 'console', 'data'] as const;
export type Panel = (typeof PANELS)[number];

/** A result, and the revision of the learner's texts it was made from. */
export interface Dated<T> {
  readonly value: T;
  readonly revision: number;
}

/** What became of one failed check that was run again with the seed of its verdict. */
export type Replay =
  | { readonly kind: 'running' | 'stopped' }
  | { readonly kind: 'ran'; readonly check: CheckResult }
  | { readonly kind: 'fault'; readonly fault: Fault };

/** What a run of the attack, or of the checks, looked like. */
export interface RunPicture {
  readonly of: ShownRun;
  /** The attack's or the failed check's title; null where all checks passed. */
  readonly title: string | null;
  readonly seed: number;
  readonly picture: Picture;
}

/** What the world of a run held. */
export interface RunData {
  readonly of: ShownRun;
  readonly world: WorldData;
}

/** A fault, and what it belongs to: a run, or an edit that was refused. */
export interface PlacedFault {
  readonly of: ShownRun | 'edit';
  readonly fault: Fault;
}

/** Everything about a lesson that *Reset* takes back and *Undo* brings again. */
export interface Progress {
  readonly texts: FileTexts;
  /** Counts changes of the texts; a result of an older revision is stale. */
  readonly revision: number;
  readonly selected: string;
  readonly stage: Stage;
  /** The furthest stage so far: files once shown stay shown. */
  readonly reached: Stage;
  readonly panel: Panel;
  readonly attack: Dated<AttackReport> | null;
  readonly verdict: Dated<Verdict> | null;
  /** Of the verdict's failed checks, by id: those that were run again since. */
  readonly replays: Readonly<Record<string, Dated<Replay>>>;
  /** The results of the learner's own statements, by the latest run. */
  readonly console: readonly ConsoleResult[];
  /** What the learner's program wrote with `console`, in the latest run. */
  readonly output: readonly OutputLine[];
  /** Of the latest run that has one. */
  readonly picture: Dated<RunPicture> | null;
  /** Of the latest run whose world could be read. */
  readonly data: Dated<RunData> | null;
  readonly fault: PlacedFault | null;
  readonly hints: number;
  readonly prediction: number | null;
  readonly attacks: number;
  readonly checks: number;
}

/** What is going on now, which no *Reset* brings back. */
export interface Live {
  readonly engine: EngineState;
  readonly running: RunKind | null;
  /** The last run was ended by the learner. */
  readonly stopped: RunKind | null;
  readonly canUndoReset: boolean;
  readonly place: RecordPlace;
  /** Print of the starter that the learner's texts were begun from; empty for that of today. */
  readonly begunFrom: string;
  /** The lesson's starter changed under the learner's texts. */
  readonly starterChanged: boolean;
  /** When all checks first passed, and when one last failed. */
  readonly passed: number | null;
  readonly failed: number | null;
  /** Texts of the learner's that others have taken the place of, the latest first. */
  readonly aside: readonly AsideTexts[];
  readonly notice: Notice | null;
  /** Statements of the learner's own, in a world of their own. */
  readonly sqlConsole: ConsoleState;
  /** A link that was opened, until the learner has decided. */
  readonly shared: OpenedShare | null;
}

/** What happened to the learner's texts without a press, or has to be said after one. */
export type Notice =
  /** Another tab wrote the same files: its texts were laid aside. */
  | { readonly kind: 'contested'; readonly files: readonly string[] }
  /** Somebody else's texts stand in the editor. */
  | { readonly kind: 'taken'; readonly by: string; readonly kept: boolean };

/** One immutable picture of a session. */
export type SessionState = Progress & Live;

/** A lesson nobody has touched. */
export function freshProgress(lesson: LessonData): Progress {
  const first = lesson.manifest.files.find((file) => isReached(file.stage, 'leak'));
  return {
    texts: lesson.starter,
    revision: 0,
    selected: (first ?? lesson.manifest.files[0])?.path ?? '',
    stage: 'leak',
    reached: 'leak',
    panel: 'verdict',
    attack: null,
    verdict: null,
    replays: {},
    console: [],
    output: [],
    picture: null,
    data: null,
    fault: null,
    hints: 0,
    prediction: null,
    attacks: 0,
    checks: 0,
  };
}

/** The files whose stage has come. */
export function shownFiles(lesson: LessonData, state: Progress): readonly LessonFile[] {
  return lesson.manifest.files.filter((file) => isReached(file.stage, state.reached));
}

/**
 * The panels there is something to show in, now or after a run: the matrix is of policies, and
 * whether a run is drawn shows when it has been.
 */
export function shownPanels(lesson: LessonData, state: Progress): readonly Panel[] {
  const policies = lesson.manifest.files.some((file) => file.editable && file.language === 'sql');
  const shown: Readonly<Record<Panel, boolean>> = {
    verdict: true,
    attack: true,
    picture: state.picture !== null,
    matrix: policies || (state.verdict?.value.matrix ?? null) !== null,
    console: true,
    data: true,
  };
  return PANELS.filter((panel) => shown[panel] || panel === state.panel);
}

/** Whether the attack was tried on the texts as they are now, and failed. */
export function attackHeld({ attack, revision }: Progress): boolean {
  return attack?.revision === revision && attack.value.fault === null && !attack.value.leaked;
}

/** Whether the learner has had a fix checked, on this visit or an earlier one. */
export function hasTried({ checks, passed, failed }: SessionState): boolean {
  return checks > 0 || passed !== null || failed !== null;
}

/** Whether the learner changed a file's text. */
export function isDirty(lesson: LessonData, state: Progress, path: string): boolean {
  return state.texts[path] !== lesson.starter[path];
}
