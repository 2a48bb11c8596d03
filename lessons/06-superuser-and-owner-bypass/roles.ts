import { quoteLiteral, LeakproofError } from '#contract';
import type { Lab } from '#checks';

/** A role as the catalog describes it. */
export interface Role {
  readonly name: string;
  readonly superuser: boolean;
  readonly bypassRls: boolean;
  readonly createRole: boolean;
  readonly replication: boolean;
  readonly canLogin: boolean;
  /** Null for no limit. */
  readonly connections: number | null;
  readonly expired: boolean;
}

/** One membership: `member` was granted `group`. */
export interface Membership {
  readonly member: string;
  readonly group: string;
  /** Has the group's privileges without doing anything. */
  readonly inherits: boolean;
  /** May become the group with SET ROLE. */
  readonly sets: boolean;
  /** May grant the group to anybody, itself included. */
  readonly admin: boolean;
}

/** How a role is reached: as its privileges are inherited, by SET ROLE, or by granting it to oneself. */
export type Way = 'inherits' | 'sets' | 'grants';

const yes = (value: string | null | undefined): boolean => value === 't';

export async function readRoles(lab: Lab): Promise<ReadonlyMap<string, Role>> {
  const rows = await lab.catalog(
    `SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolreplication, rolcanlogin,
            rolconnlimit, coalesce(rolvaliduntil < pg_catalog.now(), false)
     FROM pg_catalog.pg_roles
     ORDER BY 1`,
  );
  return new Map(
    rows.map(([name, superuser, bypassRls, createRole, replication, canLogin, limit, expired]) => [
      name ?? '',
      {
        name: name ?? '',
        superuser: yes(superuser),
        bypassRls: yes(bypassRls),
        createRole: yes(createRole),
        replication: yes(replication),
        canLogin: yes(canLogin),
        connections: Number(limit) < 0 ? null : Number(limit),
        expired: yes(expired),
      },
    ]),
  );
}

/** @throws LeakproofError `role-unusable` where database.url names a role that is not there */
export async function readRole(lab: Lab, name: string): Promise<Role> {
  const role = (await readRoles(lab)).get(name);
  if (role) return role;
  throw new LeakproofError({
    code: 'role-unusable',
    message: `There is no role ${name} in this database.`,
  });
}

export async function readMemberships(lab: Lab): Promise<readonly Membership[]> {
  const rows = await lab.catalog(
    `SELECT m.rolname, g.rolname, a.inherit_option, a.set_option, a.admin_option
     FROM pg_catalog.pg_auth_members a
     JOIN pg_catalog.pg_roles m ON m.oid = a.member
     JOIN pg_catalog.pg_roles g ON g.oid = a.roleid
     ORDER BY 1, 2`,
  );
  return rows.map(([member, group, inherits, sets, admin]) => ({
    member: member ?? '',
    group: group ?? '',
    inherits: yes(inherits),
    sets: yes(sets),
    admin: yes(admin),
  }));
}

/**
 * Every role that a login can act as, with the first way that leads there, itself left out.
 * The three options of a membership are followed as the server follows them: privileges along
 * INHERIT, SET ROLE along SET from the login, and whoever acts with a role's ADMIN option can
 * grant it to the login. A membership with none of the three leads nowhere.
 * Source: PostgreSQL documentation, GRANT, "GRANT on Roles".
 */
export function reach(login: string, memberships: readonly Membership[]): ReadonlyMap<string, Way> {
  const found = new Map<string, Way>();
  const edges = [...memberships];
  const along = (from: string, option: 'inherits' | 'sets'): Set<string> => {
    const seen = new Set([from]);
    for (const at of seen) {
      for (const edge of edges) if (edge.member === at && edge[option]) seen.add(edge.group);
    }
    return seen;
  };
  const note = (name: string, way: Way): void => {
    if (name !== login && !found.has(name)) found.set(name, way);
  };
  let granted: Membership | undefined;
  do {
    for (const name of along(login, 'inherits')) note(name, granted ? 'grants' : 'inherits');
    for (const taken of along(login, 'sets')) {
      for (const name of along(taken, 'inherits')) note(name, granted ? 'grants' : 'sets');
    }
    const acting = new Set([login, ...found.keys()]);
    granted = edges.find(
      (edge) => edge.admin && acting.has(edge.member) && !acting.has(edge.group),
    );
    if (granted) {
      edges.push({ ...granted, member: login, inherits: true, sets: true });
    }
  } while (granted);
  return found;
}

/** What a role owns, in the server's words: `table notes`, `view report`. */
export async function readOwned(lab: Lab, role: string): Promise<readonly string[]> {
  const rows = await lab.catalog(
    `SELECT pg_catalog.pg_describe_object(d.classid, d.objid, d.objsubid)
     FROM pg_catalog.pg_shdepend d
     WHERE d.refclassid = 'pg_catalog.pg_authid'::pg_catalog.regclass AND d.deptype = 'o'
       AND d.dbid IN (0, (SELECT b.oid FROM pg_catalog.pg_database b
                          WHERE b.datname = pg_catalog.current_database()))
       AND d.refobjid = (SELECT r.oid FROM pg_catalog.pg_roles r WHERE r.rolname = ${quoteLiteral(role)})
     ORDER BY 1`,
  );
  return rows.map(([description]) => description ?? '');
}

/** The owner of each table in `public`, by the table's name, and whether its RLS is on and forced. */
export async function readTables(
  lab: Lab,
): Promise<ReadonlyMap<string, { owner: string; enabled: boolean; forced: boolean }>> {
  const rows = await lab.catalog(
    `SELECT c.relname, r.rolname, c.relrowsecurity, c.relforcerowsecurity
     FROM pg_catalog.pg_class c JOIN pg_catalog.pg_roles r ON r.oid = c.relowner
     WHERE c.relnamespace = 'public'::pg_catalog.regnamespace AND c.relkind IN ('r', 'p')
     ORDER BY 1`,
  );
  return new Map(
    rows.map(([name, owner, enabled, forced]) => [
      name ?? '',
      { owner: owner ?? '', enabled: yes(enabled), forced: yes(forced) },
    ]),
  );
}
