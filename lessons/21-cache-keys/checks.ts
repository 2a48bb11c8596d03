import { defineChecks } from '#checks';
import { absenceApart, entriesStay, readsApart } from './check-apart.ts';
import { awkwardHandles } from './check-awkward.ts';
import { hostileKeys } from './check-hostile.ts';
import { refreshTakesEffect } from './check-imports.ts';
import { refreshApart } from './check-refresh.ts';
import { restartApart } from './check-restart.ts';
import { together } from './check-together.ts';
import { ownChangesVisible, ownReadable, repeatedReadsHit } from './check-works.ts';
import { writesApart } from './check-writes.ts';

export default defineChecks([
  ownReadable,
  repeatedReadsHit,
  ownChangesVisible,
  refreshTakesEffect,
  readsApart,
  absenceApart,
  writesApart,
  hostileKeys,
  restartApart,
  entriesStay,
  awkwardHandles,
  refreshApart,
  together,
]);
