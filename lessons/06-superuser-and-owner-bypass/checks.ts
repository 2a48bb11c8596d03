import { defineChecks, rowsIntact } from '#checks';
import { fourCommands } from './check-grants.ts';
import { noWayUp } from './check-membership.ts';
import { noTenant } from './check-no-tenant.ts';
import { ownsNothing, plainRole } from './check-role.ts';
import { rlsActive, tenantsApart } from './check-rows.ts';
import { logsIn, ownRows, teamTest } from './check-works.ts';
import world from './world.ts';

/** From the role itself, over what it may become and may do, to what its statements reach. */
export default defineChecks([
  plainRole,
  ownsNothing,
  noWayUp,
  fourCommands,
  rlsActive,
  tenantsApart,
  noTenant,
  logsIn,
  ownRows,
  teamTest,
  rowsIntact(world.tables),
]);
