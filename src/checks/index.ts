export { TENANT_SETTING, type Attempt } from './attempt.ts';
export type { AppLab, AppPlan, CallAttempt, CallRequest, Picks, TogetherRun } from './app/api.ts';
export type { AppRun } from './app/app-run.ts';
export { printAnswer, sameAnswer } from './app/answer.ts';
export {
  inFlightTogether,
  oneAtATime,
  type StockPlan,
  type StockRequest,
} from './app/stock-runs.ts';
export { pretty } from './app/pretty.ts';
export { timelineOf, type NamedCall } from './app/timeline.ts';
export { runAttack } from './attack-report.ts';
export { drawFrom, nextSeed, type Draw } from './draw.ts';
export { broken, held, type Finding } from './finding.ts';
export { prepareWorld, type Lab, type PreparedWorld } from './lab.ts';
export {
  defineAppAttack,
  defineAttack,
  defineChecks,
  defineWorld,
  type AnyCheck,
  type AppAttack,
  type AppCheck,
  type Attack,
  type Check,
  type LessonModule,
} from './lesson-module.ts';
export { keptPlanSql } from './kept-plan.ts';
export { blindSql, insertSql, reachedRows, readMatrix } from './matrix.ts';
export * as fc from 'fast-check';
export { goAround, nothingAround } from './nothing-around.ts';
export { search } from './search.ts';
export { count, rowsIntact, seededRows, shareOf } from './stock-checks.ts';
export { runChecks } from './verdict.ts';
export { drawWorld, type Row, type TablePlan, type World, type WorldPlan } from './world.ts';
export { cachePicture, type CacheHints } from './picture/cache-picture.ts';
export { callList, pictureCall, type CallList } from './picture/call-list.ts';
export { directoryPicture, isWithin, tidy, type Homes } from './picture/directory-picture.ts';
export { callerLayer, logLayer, saidOf } from './picture/error-words.ts';
export type { PictureRun, RunCall } from './picture/picture-run.ts';
export { layAround, layInPlane, vectorOf, type Vector } from './picture/plane.ts';
export { piecesOf, whoseText } from './picture/whose.ts';
export { createResponder, type ResponderParts } from './responder.ts';
export { waysAround, type WayAround } from './ways-around.ts';
