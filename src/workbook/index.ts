export { Drafts, type DraftPlace, type DraftStore } from './drafts.ts';
export { engineLine, type EngineLine } from './engine-words.ts';
export { formatCount, plural } from './numbers.ts';
export { offsetOf, placeOf, type Place } from './places.ts';
export { LessonSession } from './session.ts';
export { STAGES } from './stages.ts';
export { attackHeld, isDirty, PANELS, shownFiles, shownPanels } from './state.ts';
export type { Dated, Panel, PlacedFault, RunKind, RunPicture, SessionState } from './state.ts';
export {
  byWeight,
  faultPlace,
  faultWord,
  signOf,
  SIGNS,
  verdictSentence,
  type CheckSign,
} from './verdict-words.ts';
