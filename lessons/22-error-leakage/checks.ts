import { defineChecks } from '#checks';
import { failuresAlike } from './check-alike.ts';
import { inFlight } from './check-flight.ts';
import { incidentTellsNothing } from './check-incident.ts';
import { approvedByIdentity, databaseErrors, whateverIsThrown } from './check-leaks.ts';
import { logComplete } from './check-log.ts';
import { approvedMessages, everyFailureAnswered, resultsUnchanged } from './check-works.ts';

export default defineChecks([
  resultsUnchanged,
  approvedMessages,
  everyFailureAnswered,
  databaseErrors,
  whateverIsThrown,
  approvedByIdentity,
  failuresAlike,
  logComplete,
  incidentTellsNothing,
  inFlight,
]);
