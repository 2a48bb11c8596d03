import { quoteIdentifier, quoteLiteral, type TranscriptStep } from '#contract';
import { broken, held, type Check, type Finding, type Lab } from '#checks';
import { readCounters, rewound } from './counters.ts';
import { reach, readMemberships, readRole, readTables } from './roles.ts';
import { changedOwners, contextOf, nounOf, whose } from './words.ts';
import world from './world.ts';

const COMMANDS = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] as const;
const BEYOND = ['TRUNCATE', 'TRIGGER', 'REFERENCES', 'MAINTAIN'] as const;

/** One privilege that is too much: who holds it, on which table. */
interface Excess {
  readonly role: string;
  readonly table: string;
  readonly privilege: string;
}

export const fourCommands: Check = {
  id: 'four-commands',
  kind: 'holds',
  title: 'It may SELECT, INSERT, UPDATE and DELETE, and nothing more',
  explanation:
    'Policies are asked for four commands. TRUNCATE, REFERENCES and TRIGGER go past them, and a privilege that can be handed on is one you no longer control. Grant the four commands by name, without WITH GRANT OPTION or ADMIN.',
  async run(lab) {
    const login = lab.application;
    const self = await readRole(lab, login);
    const memberships = await readMemberships(lab);
    const acting = [login, ...reach(login, memberships).keys()];
    const excess = await readExcess(lab, acting);
    const makers = await readMakers(lab, acting);
    const handsOn = memberships.find((edge) => edge.admin && acting.includes(edge.member));

    const truncate = excess.find(({ privilege }) => privilege === 'TRUNCATE');
    if (truncate) {
      // An owner and a superuser hold it without a grant, and no other GRANT will help them.
      const owners = [...(await readTables(lab)).values()].map(({ owner }) => owner);
      const granted = !self.superuser && !acting.some((role) => owners.includes(role));
      return truncated(lab, login, truncate, granted ? 'truncate' : 'truncate-of-the-owner');
    }
    const beyond = excess.find(({ privilege }) => BEYOND.some((name) => name === privilege));
    if (beyond) {
      const names = new Set(excess.map(({ privilege }) => privilege));
      return broken(
        `${byWay(login, beyond.role)} holds ${[...names].join(', ')} on ${beyond.table}, beyond the 4 commands.`,
        'beyond',
        beyond.privilege === 'TRIGGER'
          ? await tried(
              lab,
              beyond.role,
              `CREATE TRIGGER mine BEFORE UPDATE ON ${beyond.table} FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()`,
            )
          : [],
      );
    }
    const [option] = excess;
    if (option) {
      const command = option.privilege.split(' ')[0] ?? '';
      return broken(
        `${byWay(login, option.role)} may hand on ${excess.length} privileges, and gave ${command} on ${option.table} to PUBLIC.`,
        'grant-option',
        await tried(lab, option.role, `GRANT ${command} ON ${option.table} TO PUBLIC`),
      );
    }
    const [later] = await readDefaults(lab, acting);
    if (later) {
      return broken(
        `${byWay(login, later.role)} will hold ${later.privilege} on each table that ${later.owner} makes from now on, beyond the 4 commands.`,
        'default-privileges',
        [],
      );
    }
    const [counter] = await readCounters(lab, acting);
    if (counter) return rewound(lab, byWay(login, counter.role), counter);
    const [maker] = makers;
    if (maker !== undefined) {
      return broken(
        `${byWay(login, maker)} may create objects in the schema public, beyond the 4 commands.`,
        'schema-create',
        await tried(lab, maker, 'CREATE TABLE public.of_its_own ()'),
      );
    }
    if (handsOn) {
      return broken(
        `${byWay(login, handsOn.member)} holds ADMIN on 1 role, ${handsOn.group}, and let app_legacy in.`,
        'admin-option',
        await tried(lab, handsOn.member, `GRANT ${quoteIdentifier(handsOn.group)} TO app_legacy`),
      );
    }
    return held(`${login} holds the 4 commands and 0 privileges beyond them.`);
  },
};

const byWay = (login: string, role: string): string =>
  role === login ? login : `${login}, as ${role},`;

/** TRUNCATE asks no policy. It is tried, because what it removes says it better. */
async function truncated(
  lab: Lab,
  login: string,
  { role, table }: Excess,
  way: string,
): Promise<Finding> {
  const [plan = world.tables[0]] = world.tables.filter(({ name }) => name === table);
  const actor = { role, tenant: lab.world.tenants[1] };
  const attempt = await lab.attempt(actor, `TRUNCATE ${table}`);
  const owners = changedOwners(attempt);
  const all = (await lab.truth()).get(table)?.size ?? 0;
  return broken(
    `${byWay(login, role)} removed ${owners.length} of ${all} ${nounOf(plan)} with TRUNCATE ${contextOf(actor.tenant)}, ${whose(lab, owners, actor.tenant)}.`,
    way,
    [attempt.step],
  );
}

async function tried(lab: Lab, role: string, sql: string): Promise<readonly TranscriptStep[]> {
  return [(await lab.attempt({ role, tenant: lab.world.tenants[1] }, sql)).step];
}

/** Privileges on the lesson's tables that a role holds by itself or inherits, the worst first. */
async function readExcess(lab: Lab, roles: readonly string[]): Promise<Excess[]> {
  const privileges = [...BEYOND, ...COMMANDS.map((command) => `${command} WITH GRANT OPTION`)];
  const tables = world.tables.map(({ name }) => name);
  const rows = await lab.catalog(
    `SELECT r, t, p
     FROM pg_catalog.unnest(ARRAY[${roles.map(quoteLiteral).join(', ')}]) r,
          pg_catalog.unnest(ARRAY[${tables.map(quoteLiteral).join(', ')}]) t,
          pg_catalog.unnest(ARRAY[${privileges.map(quoteLiteral).join(', ')}])
            WITH ORDINALITY u (p, at)
     WHERE pg_catalog.has_table_privilege(r, 'public.' || t, p)
        OR (p = 'REFERENCES' AND pg_catalog.has_any_column_privilege(r, 'public.' || t, p))
     ORDER BY at, r, t`,
  );
  return rows.map(([role, table, privilege]) => ({
    role: role ?? '',
    table: table ?? '',
    privilege: privilege ?? '',
  }));
}

/** The same for tables to come: default privileges that a role, or PUBLIC, will be given. */
async function readDefaults(
  lab: Lab,
  roles: readonly string[],
): Promise<{ role: string; owner: string; privilege: string }[]> {
  const rows = await lab.catalog(
    `SELECT coalesce(g.rolname, ${quoteLiteral(roles[0] ?? '')}), o.rolname, a.privilege_type
     FROM pg_catalog.pg_default_acl d
     JOIN pg_catalog.pg_roles o ON o.oid = d.defaclrole
     CROSS JOIN pg_catalog.aclexplode(d.defaclacl) a
     LEFT JOIN pg_catalog.pg_roles g ON g.oid = a.grantee
     WHERE d.defaclobjtype = 'r' AND a.grantee <> d.defaclrole
       AND (a.grantee = 0 OR g.rolname IN (${roles.map(quoteLiteral).join(', ')}))
       AND (a.is_grantable OR a.privilege_type NOT IN (${COMMANDS.map(quoteLiteral).join(', ')}))
     ORDER BY a.privilege_type DESC, 1, 2`,
  );
  return rows.map(([role, owner, privilege]) => ({
    role: role ?? '',
    owner: owner ?? '',
    privilege: privilege ?? '',
  }));
}

/** Those of the roles that may create objects in the schema where the tables are. */
async function readMakers(lab: Lab, roles: readonly string[]): Promise<string[]> {
  const rows = await lab.catalog(
    `SELECT r FROM pg_catalog.unnest(ARRAY[${roles.map(quoteLiteral).join(', ')}]) r
     WHERE pg_catalog.has_schema_privilege(r, 'public', 'CREATE')`,
  );
  return rows.map(([role]) => role ?? '');
}
