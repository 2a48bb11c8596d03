import { defineChecks, nothingAround, rowsIntact } from '#checks';
import { databaseHolds, databaseWrites, neverSet } from './check-database.ts';
import { nothingLeftBehind } from './check-left.ts';
import {
  betweenTheLines,
  citationsApart,
  hostileArguments,
  noTenant,
  searchApart,
  sourceApart,
} from './check-search.ts';
import { inFlight, oneAfterTheOther } from './check-together.ts';
import { nextCallsWork, ownCited, ownInSource, ownNearest } from './check-works.ts';
import world from './world.ts';

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
  nothingAround(world.tables),
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
