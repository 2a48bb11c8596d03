import type { CallRequest } from '#checks';
import type { Plain, Tenant } from '#contract';
import { callOf, editBy, type Seeded, type Tool } from './calls.ts';

/** What an agent may send in place of what a tool expects, and what it plays on. */
export interface Hostile {
  readonly request: CallRequest;
  readonly kind: 'tenant-argument' | 'injection' | 'type' | 'column' | 'spelling';
}

/** Who sends it, with which of its own documents, and at whose it is aimed. */
export interface Aim {
  readonly actor: Tenant;
  readonly own: Seeded;
  readonly target: Seeded;
}

/** Names under which an application might read a tenant off the arguments. */
const TENANT_NAMES = [
  'tenantId', 'tenant_id', 'tenant', 'tenantID', 'orgId', 'org_id', 'organizationId', 'workspaceId',
  'workspace_id', 'workspace', 'accountId', 'account_id', 'customerId', 'owner', 'ownerId', 'scope',
] as const; // prettier-ignore

/** The victim's tenant, under every name at once: one that is read is enough. */
const asTenant = (tenant: Tenant): Readonly<Record<string, Plain>> => ({
  ...Object.fromEntries(TENANT_NAMES.map((name) => [name, tenant.id])),
  session: { tenantId: tenant.id },
  filter: { tenant_id: tenant.id },
});

/** The tenant's column for PostgreSQL, and not for a list of names that may not be set. */
const COLUMN_SPELLINGS: readonly string[] = [
  'TENANT_ID',
  ' tenant_id ',
  '"tenant_id"',
  'U&"\\0074enant\\005fid"',
];

/** Ids that are SQL, for a statement that takes them into its text. */
const sqlIds = ({ own, target }: Aim): readonly string[] => [
  `${target.id} OR id = ${target.id}`,
  `${own.id} OR true`,
  `${target.id} --`,
  `0 OR id = ${target.id} --`,
  `0) OR (id = ${target.id}) --`,
  `0' OR id = ${target.id} --`,
  `0' OR '1' = '1`,
  `0 UNION SELECT id, title, body FROM documents --`,
  // The error quotes what it could not cast.
  `(SELECT body FROM documents WHERE id = ${target.id})::int`,
  `0; UPDATE documents SET body = 'gone' WHERE id = ${target.id}`,
  `0; DELETE FROM documents WHERE id = ${target.id}; --`,
];

/** Ids of another type, and numbers that are none. */
const oddIds = ({ own, target }: Aim): readonly Plain[] => [
  String(target.id),
  ` ${target.id} `,
  `${target.id}.0`,
  [target.id],
  [own.id, target.id],
  `{${own.id},${target.id}}`,
  `${own.id},${target.id}`,
  { id: target.id },
  { id: own.id, valueOf: target.id },
  { '@': 'bigint', value: String(target.id) },
  { '@': 'number', value: 'NaN' },
  -1,
  0,
  2 ** 31,
  Number.MAX_SAFE_INTEGER,
  1e308,
  target.id + 0.4,
  '',
  null,
  true,
  { '@': 'undefined' },
];

const SQL_SEARCHES: readonly string[] = [
  `%' OR true --`,
  `x') OR (true) --`,
  `x' OR title ILIKE '%`,
  `x' UNION SELECT id, body FROM documents --`,
  `x'; DELETE FROM documents; --`,
  '\\',
];

const sqlNumbers = ({ target }: Aim): readonly Plain[] => [
  '1 OFFSET 0',
  'ALL',
  '1 UNION SELECT id, title FROM documents',
  '0; DELETE FROM documents; --',
  `(SELECT body FROM documents WHERE id = ${target.id})::int`,
  -1,
  1e9,
  null,
  [1, 2],
];

/** Everything that is tried, for one actor and one document of another tenant. */
export function hostileCalls(aim: Aim): readonly Hostile[] {
  const { actor, own, target } = aim;
  const call = (kind: Hostile['kind'], tool: Tool, args: Plain): Hostile => ({
    kind,
    request: callOf(actor, tool, args),
  });
  const patch = { title: editBy(actor), body: editBy(actor) };
  const byId = (kind: Hostile['kind'], id: Plain, more: object = {}): Hostile[] => [
    call(kind, 'getDocument', { id, ...more }),
    call(kind, 'updateDocument', { id, ...patch, ...more }),
    call(kind, 'deleteDocument', { id, ...more }),
  ];
  const theirs = asTenant(target.owner);
  return [
    ...byId('tenant-argument', target.id, theirs),
    call('tenant-argument', 'listDocuments', { ...theirs, limit: 50 }),
    // Moves the actor's own document, where a patch may set any column.
    call('column', 'updateDocument', { id: own.id, ...patch, tenant_id: target.owner.id }),
    call('column', 'updateDocument', { id: own.id, ...patch, ...theirs }),
    ...COLUMN_SPELLINGS.map((name) =>
      call('spelling', 'updateDocument', { id: own.id, ...patch, [name]: target.owner.id }),
    ),
    call('column', 'updateDocument', {
      id: own.id,
      [`title = (SELECT body FROM documents WHERE id = ${target.id}), body`]: 'x',
    }),
    call('column', 'updateDocument', {
      id: own.id,
      [`title" = (SELECT body FROM documents WHERE id = ${target.id}), "body`]: 'x',
    }),
    ...oddIds(aim).flatMap((id) => byId('type', id)),
    ...sqlIds(aim).flatMap((id) => byId('injection', id)),
    ...SQL_SEARCHES.map((search) => call('injection', 'listDocuments', { search, limit: 50 })),
    call('type', 'listDocuments', { search: ['%'], limit: 50 }),
    call('type', 'listDocuments', { search: { '@': 'undefined' }, limit: 50, where: 'true' }),
    ...sqlNumbers(aim).flatMap((n) => [
      call('injection', 'listDocuments', { limit: n }),
      call('injection', 'listDocuments', { limit: 50, offset: n }),
    ]),
  ];
}
