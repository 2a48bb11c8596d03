import { defineChecks } from '#checks';
import { inFlightTogether } from './check-flight.ts';
import { nothingLeftBehind } from './check-left.ts';
import { argumentsDoNotCount, noTenant, oneAtATime } from './check-sequence.ts';
import {
  errorsSurface,
  healthAnswers,
  nextCallsWork,
  ownRowsRead,
  ownRowsWritten,
} from './check-works.ts';

/** First that the service serves; then from what a single call leaves to calls in flight. */
export default defineChecks([
  ownRowsRead,
  ownRowsWritten,
  errorsSurface,
  nextCallsWork,
  healthAnswers,
  nothingLeftBehind,
  noTenant,
  oneAtATime,
  argumentsDoNotCount,
  inFlightTogether,
]);
