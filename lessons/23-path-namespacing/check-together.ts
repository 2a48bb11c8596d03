import {
  inFlightTogether,
  type AppCheck,
  type AppLab,
  type CallAttempt,
  type StockRequest,
} from '#checks';
import { reportsOf, sessionOf, shows } from './calls.ts';
import { cameTo } from './words.ts';

/** Each tenant makes an export, lists its exports and reads the one that it made, all at once. */
function requests({ world }: AppLab): StockRequest[] {
  return world.tenants.flatMap((owner) =>
    reportsOf(world, owner)
      .slice(0, 1)
      .map((report) => {
        const name = `export of ${owner.name}`;
        return {
          as: owner,
          module: 'driver.ts',
          name: 'exportAndRead',
          args: [sessionOf(owner.id), report.number, name],
          show: `createExport(session, { report: ${report.number} }), then listExports and readExport`,
          judge: (attempt: CallAttempt) =>
            shows(attempt, report) && JSON.stringify(attempt.outcome).includes(name)
              ? null
              : `did not come back with its own export: it ${cameTo(attempt)}`,
        };
      }),
  );
}

export const together: AppCheck = inFlightTogether({
  requests,
  schedules: 5,
  title: 'Exports that are made at once each lie with their own tenant',
  explanation:
    'While one call waits for the database or for a file, others run. Which directory it works in has to be in its own arguments and variables; at module level it belongs to whichever call wrote it last.',
  ways: { foreign: 'shared-directory', changed: 'shared-directory', wrong: 'shared-directory' },
});
