import { broken, held, type Check } from '#checks';
import { demonstrate } from './demonstrate.ts';
import {
  reach,
  readMemberships,
  readRole,
  readRoles,
  readTables,
  type Role,
  type Way,
} from './roles.ts';
import world from './world.ts';

/** Predefined roles that act outside SQL, where there are no policies. */
const OUTSIDE_SQL = ['pg_execute_server_program', 'pg_read_server_files', 'pg_write_server_files'];

const MAY: Readonly<Record<Way, string>> = {
  inherits: 'is a member of',
  sets: 'may SET ROLE to',
  grants: 'may grant itself',
};

export const noWayUp: Check = {
  id: 'no-way-up',
  kind: 'holds',
  title: 'No membership leads the application’s role to one that is exempt',
  explanation:
    'A member that inherits from an owner counts as the owner. One that does not inherit says SET ROLE first. Connect as a role that is not a member of an owner or of an exempt role, directly or through others.',
  async run(lab) {
    const login = lab.application;
    const self = await readRole(lab, login);
    const roles = await readRoles(lab);
    const tables = await readTables(lab);
    const reached = reach(login, await readMemberships(lab));
    const [table] = world.tables;
    if (self.superuser) {
      const { transcript } = await demonstrate(lab, login, table);
      return broken(
        `${login} may become each of the ${roles.size - 1} other roles: a superuser needs no membership.`,
        'superuser',
        transcript,
      );
    }
    for (const [name, way] of reached) {
      const owned = world.tables.find((plan) => tables.get(plan.name)?.owner === name);
      const role = roles.get(name);
      if (owned) {
        // An inheriting member needs no SET ROLE: its own statements count as the owner's.
        const actor = way === 'inherits' ? login : name;
        const { sentence, transcript } = await demonstrate(lab, actor, owned);
        const message =
          way === 'inherits'
            ? `${login} ${sentence}, because it is a member of ${name}, which owns ${owned.name}.`
            : `${login} ${MAY[way]} ${name}, which owns ${owned.name}: as ${name} it ${sentence}.`;
        return broken(message, `${way}-owner`, transcript);
      }
      if (role?.superuser === true || role?.bypassRls === true) {
        const { sentence, transcript } = await demonstrate(lab, name, table);
        const trait = role.superuser ? 'a superuser' : 'a role with BYPASSRLS';
        // Attributes are not inherited, so that even an inheriting member has to say SET ROLE.
        const may = MAY[way === 'inherits' ? 'sets' : way];
        const message = `${login} ${may} ${name}, ${trait}: as ${name} it ${sentence}.`;
        return broken(message, `${way}-exempt`, transcript);
      }
    }
    for (const [name, way] of reached) {
      const other = otherDanger(name, roles.get(name));
      if (other !== null) {
        return broken(`${login} ${MAY[way]} ${name}, which ${other}.`, `${way}-other`, []);
      }
    }
    const names = [...reached.keys()];
    return held(
      names.length === 0
        ? `${login} can act as 0 other roles.`
        : `${login} can act as ${names.join(' and ')}, and 0 of them are exempt or own a table.`,
    );
  },
};

function otherDanger(name: string, role: Role | undefined): string | null {
  if (role?.createRole === true) return 'has CREATEROLE';
  if (role?.replication === true) return 'has REPLICATION';
  return OUTSIDE_SQL.includes(name) ? 'reaches the server’s files' : null;
}
