export {
  courseOf,
  searchLessons,
  standingOf,
  type Course,
  type Found,
  type Standing,
} from './course.ts';
export { engineLine, type EngineLine } from './engine-words.ts';
export { codeLinks, type CodeLink } from './exploit/code-links.ts';
export { crossingChanges, crossingsOf } from './exploit/crossings.ts';
export { exploitOf, type Exploit } from './exploit/exploit.ts';
export { reportOf } from './exploit/report.ts';
export { markedFault } from './marked-fault.ts';
export { dateWords, formatCount, momentWords, plural } from './numbers.ts';
export { offsetOf, placeOf, type Place } from './places.ts';
export { policyWords, securityWords, type Words } from './policy-words.ts';
export { NO_RECORD, LessonRecord, type AsideTexts } from './record/lesson-record.ts';
export type { LastWords } from './record/last-words.ts';
export { dueReasons, type DueReason } from './reasons.ts';
export { refuseSize } from './record/progress-file.ts';
export { Shelf, type Done, type ShelfParts, type ShelfState } from './record/shelf.ts';
export type { KeeperParts } from './record/record-keeper.ts';
export { RECORD_KEY, type RecordPlace, type RecordStore } from './record/record-store.ts';
export type { TabNews } from './record/tab-news.ts';
export { LessonSession } from './session.ts';
export { diffLines, withContext, type DiffLine, type SkippedLines } from './share/line-diff.ts';
export { isShare, MAX_NAME_CHARACTERS, type Share } from './share/share-link.ts';
export {
  shareDiffs,
  textPairs,
  type FileDiff,
  type OpenedShare,
  type TextPair,
} from './share/sharing.ts';
export {
  tenantOf,
  type ConsoleEntry,
  type ConsoleOutcome,
  type ConsoleState,
} from './sql-console/console-state.ts';
export { STAGES } from './stages.ts';
export { attackHeld, hasTried, isDirty, PANELS, shownFiles, shownPanels } from './state.ts';
export type {
  Dated,
  Notice,
  Panel,
  PlacedFault,
  RunData,
  Replay,
  RunKind,
  RunPicture,
  SessionState,
  ShownRun,
} from './state.ts';
export {
  byWeight,
  faultPlace,
  faultWord,
  signOf,
  SIGNS,
  verdictSentence,
  type CheckSign,
} from './verdict-words.ts';
