import { broken, held, type Check } from '#checks';
import { demonstrate } from './demonstrate.ts';
import { readOwned, readRole, readTables } from './roles.ts';
import world from './world.ts';

export const plainRole: Check = {
  id: 'plain-role',
  kind: 'holds',
  title: 'The application’s role has no attribute that exempts it',
  explanation:
    'SUPERUSER and BYPASSRLS switch every policy off for their role, whatever a table says. CREATEROLE and REPLICATION are ways around it. Connect as a role with none of the four.',
  async run(lab) {
    const login = lab.application;
    const role = await readRole(lab, login);
    const tables = await readTables(lab);
    const [table] = world.tables;
    if (role.superuser || role.bypassRls) {
      const because = role.superuser ? 'it is a superuser' : 'it has BYPASSRLS';
      const forced = world.tables.every(({ name }) => tables.get(name)?.forced === true);
      const way = !role.superuser ? 'bypassrls' : forced ? 'superuser-forced' : 'superuser';
      const { sentence, transcript } = await demonstrate(lab, login, table);
      const although = forced ? `, although FORCE is on for ${world.tables.length} tables` : '';
      return broken(`${login} ${sentence}, because ${because}${although}.`, way, transcript);
    }
    if (role.createRole) {
      const { step } = await lab.attempt(
        { role: login, tenant: lab.world.tenants[1] },
        'CREATE ROLE intruder LOGIN',
      );
      return broken(
        `${login} has CREATEROLE and made 1 role of its own; up to PostgreSQL 15 it may also grant itself every role that is no superuser.`,
        'createrole',
        [step],
      );
    }
    if (role.replication) {
      return broken(
        `${login} has REPLICATION: a replication stream carries the rows of all ${lab.world.tenants.length} tenants, and no policy is asked.`,
        'replication',
        [],
      );
    }
    return held(
      `${login} has none of the 4 attributes SUPERUSER, BYPASSRLS, CREATEROLE and REPLICATION.`,
    );
  },
};

export const ownsNothing: Check = {
  id: 'owns-nothing',
  kind: 'holds',
  title: 'The application’s role owns nothing',
  explanation:
    'An owner is exempt from its table’s policies unless FORCE is on, and switches FORCE off with one statement. Leave tables, views and functions to a role that nobody logs in as.',
  async run(lab) {
    const login = lab.application;
    const tables = await readTables(lab);
    const owned = await readOwned(lab, login);
    const table = world.tables.find(({ name }) => tables.get(name)?.owner === login);
    if (table) {
      const unforced = tables.get(table.name)?.forced === false;
      const { sentence, transcript } = await demonstrate(lab, login, table);
      const way = login !== world.owner ? 'new-owner' : unforced ? 'owner' : 'forced-owner';
      return broken(`${login} ${sentence}, because it owns ${table.name}.`, way, transcript);
    }
    const [first, ...others] = owned;
    if (first !== undefined) {
      const more = others.length > 0 ? ` and ${others.length} more` : '';
      return broken(`${login} owns ${first}${more}.`, 'owns-other', []);
    }
    return held(`${login} owns 0 objects in this database.`);
  },
};
