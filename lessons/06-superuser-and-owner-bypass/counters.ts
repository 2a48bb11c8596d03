import { quoteLiteral } from '#contract';
import { broken, type Finding, type Lab } from '#checks';

/** A sequence whose counter a role may set, now or once it is made. */
export interface Counter {
  readonly role: string;
  /** Null for those that a role makes from now on. */
  readonly sequence: string | null;
}

/** Sequences of the schema that one of the roles may set: UPDATE, which `GRANT ALL` contains. */
export async function readCounters(lab: Lab, roles: readonly string[]): Promise<Counter[]> {
  const names = roles.map(quoteLiteral).join(', ');
  const rows = await lab.catalog(
    `SELECT r, c.oid::pg_catalog.regclass::text
     FROM pg_catalog.unnest(ARRAY[${names}]) r, pg_catalog.pg_class c
     WHERE c.relnamespace = 'public'::pg_catalog.regnamespace AND c.relkind = 'S'
       AND pg_catalog.has_sequence_privilege(r, c.oid, 'UPDATE')
     UNION ALL
     SELECT coalesce(g.rolname, ${quoteLiteral(roles[0] ?? '')}), NULL
     FROM pg_catalog.pg_default_acl d
     CROSS JOIN pg_catalog.aclexplode(d.defaclacl) a
     LEFT JOIN pg_catalog.pg_roles g ON g.oid = a.grantee
     WHERE d.defaclobjtype = 'S' AND a.grantee <> d.defaclrole AND a.privilege_type = 'UPDATE'
       AND (a.grantee = 0 OR g.rolname IN (${names}))
     ORDER BY 1, 2`,
  );
  return rows.map(([role, sequence]) => ({ role: role ?? '', sequence: sequence ?? null }));
}

/** All tenants draw from one counter: whoever sets it back makes the INSERTs of all collide. */
export async function rewound(
  lab: Lab,
  who: string,
  { role, sequence }: Counter,
): Promise<Finding> {
  if (sequence === null) {
    const message = `${who} will hold UPDATE on each sequence made from now on, beyond the 4 commands.`;
    return broken(message, 'sequence-update', []);
  }
  const sql = `SELECT pg_catalog.setval(${quoteLiteral(sequence)}, 1)`;
  const actor = { role, tenant: lab.world.tenants[1] };
  const { step, error } = await lab.attempt(actor, sql);
  const did = error ? `holds UPDATE on ${sequence}` : `set ${sequence} back to 1`;
  const message = `${who} ${did}, from which ${lab.world.tenants.length} tenants draw their ids.`;
  return broken(message, 'sequence-update', [step]);
}
