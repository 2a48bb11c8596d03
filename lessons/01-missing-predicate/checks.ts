import { defineChecks } from '#checks';
import { afterAnError } from './check-after-error.ts';
import { sameAnswers } from './check-answers.ts';
import { deleteById, readById, updateById } from './check-by-id.ts';
import { hostileArguments } from './check-hostile.ts';
import { listIsolated, ownListed } from './check-list.ts';
import { movedMeanwhile } from './check-moved.ts';
import { alone, together } from './check-together.ts';
import { ownDeletable, ownReadable, ownUpdatable } from './check-works.ts';

export default defineChecks([
  ownReadable,
  ownListed,
  ownUpdatable,
  ownDeletable,
  afterAnError,
  alone,
  readById,
  updateById,
  deleteById,
  listIsolated,
  sameAnswers,
  hostileArguments,
  movedMeanwhile,
  together,
]);
