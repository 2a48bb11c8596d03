import { defineChecks, nothingAround, rowsIntact } from '#checks';
import { databaseHolds, databaseWrites, neverSet } from './check-database.ts';
import { nothingLeftBehind } from './check-left.ts';
import {
  citationsApart,
  hostileArguments,
  noTenant,
  searchApart,
  sourceApart,
} from './check-search.ts';
import { betweenTheLines } from './check-told.ts';
import { inFlight, oneAfterTheOther } from './check-together.ts';
import { nextCallsWork, ownCited, ownInSource, ownNearest } from './check-works.ts';
import { isExact } from './shelf.ts';
import world from './world.ts';

/** In a large world a call may read thousands of rows, and the small one has tried them all. */
const FEW_CALLS = 8;

/** First that it finds; then the database by itself; then calls, from one to many at once. */
export default defineChecks([
  ownNearest,
  ownInSource,
  ownCited,
  nextCallsWork,
  rowsIntact(world.tables),
  neverSet,
  databaseHolds,
  databaseWrites,
  nothingAround(world.tables, (drawn) => (isExact(drawn) ? undefined : FEW_CALLS)),
  searchApart,
  sourceApart,
  citationsApart,
  hostileArguments,
  betweenTheLines,
  noTenant,
  nothingLeftBehind,
  oneAfterTheOther,
  inFlight,
]);
