import { defineChecks } from '#checks';
import { opaqueReferences, sameAnswers } from './check-answers.ts';
import { ownDirectory } from './check-layout.ts';
import { linkDeleted, linkListed, linkRead, linkWritten } from './check-links.ts';
import {
  foreignReferences,
  hostileNames,
  hostileReferences,
  listAtHome,
  siblingDirectory,
} from './check-references.ts';
import { afterRestart } from './check-restart.ts';
import { swappedMeanwhile } from './check-swap.ts';
import { hostileTenants } from './check-tenants.ts';
import { together } from './check-together.ts';
import { keptApart, ownDeletable, ownListed, ownReadable } from './check-works.ts';

export default defineChecks([
  ownReadable,
  ownListed,
  ownDeletable,
  keptApart,
  afterRestart,
  ownDirectory,
  foreignReferences,
  listAtHome,
  siblingDirectory,
  hostileReferences,
  hostileNames,
  hostileTenants,
  linkRead,
  linkListed,
  linkDeleted,
  linkWritten,
  swappedMeanwhile,
  sameAnswers,
  opaqueReferences,
  together,
]);
