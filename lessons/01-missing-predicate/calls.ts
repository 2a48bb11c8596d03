import type { AppLab, CallRequest, World } from '#checks';
import type { Plain, Tenant } from '#contract';

/** The tools that take an id. */
export type ToolById = 'getDocument' | 'updateDocument' | 'deleteDocument';
export type Tool = ToolById | 'listDocuments';

/** In the order in which they are tried. */
export const TOOLS_BY_ID: readonly ToolById[] = ['getDocument', 'updateDocument', 'deleteDocument'];

/** A document as the world was seeded with it. */
export interface Seeded {
  readonly id: number;
  readonly owner: Tenant;
  readonly title: string;
  readonly body: string;
}

/** All documents of a world, by id. */
export function documents({ rows, tenants }: World): Seeded[] {
  return (rows.documents ?? [])
    .map((row) => ({
      id: Number(row.id),
      owner: tenants.find(({ id }) => id === row.tenant_id) ?? tenants[0],
      title: String(row.title),
      body: String(row.body),
    }))
    .sort((a, b) => a.id - b.id);
}

/** A tenant's own documents, by id. */
export const documentsOf = (world: World, owner: Tenant): Seeded[] =>
  documents(world).filter((document) => document.owner === owner);

/** One of a tenant's documents, drawn; every tenant has at least one. */
export function drawDocument({ world }: AppLab, owner: Tenant): Seeded {
  const [first, ...others] = documentsOf(world, owner);
  if (!first) throw new Error(`${owner.name} has no document`);
  return world.draw.pick([first, ...others]);
}

/** All ids of a world from its first document to beyond its last, in use or not. */
export function idRange(world: World): { readonly used: Seeded[]; readonly absent: number[] } {
  const used = documents(world);
  const ids = new Set(used.map(({ id }) => id));
  const first = Math.min(...ids) - 2;
  const last = Math.max(...ids) + 2;
  const all = Array.from({ length: last - first + 1 }, (_, at) => first + at);
  return { used, absent: all.filter((id) => !ids.has(id)) };
}

/** The session that the server makes for a user of a tenant. */
export const sessionOf = (tenant: Tenant): Plain => ({
  tenantId: tenant.id,
  user: `dana@${tenant.name.toLowerCase()}.example`,
});

/** An agent's call of a tool. */
export function callOf(as: Tenant, tool: Tool, args: Plain, note?: string): CallRequest {
  return {
    as,
    module: 'tools.ts',
    name: tool,
    args: [sessionOf(as), args],
    show: `${tool}(session, ${literal(args)})`,
    ...(note === undefined ? {} : { note }),
  };
}

/** What an edit writes; it names its author, so that it is known wherever it turns up. */
export const editBy = (tenant: Tenant): string => `edited by ${tenant.name}`;

/** A call of a tool that takes an id, with the least that it needs. */
export function callById(as: Tenant, tool: ToolById, id: Plain, note?: string): CallRequest {
  const patch = tool === 'updateDocument' ? { title: editBy(as), body: editBy(as) } : {};
  return callOf(as, tool, { id, ...patch }, note);
}

/** A value as it would stand in a program. */
function literal(value: Plain): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (value === null || typeof value !== 'object')
    return JSON.stringify(value).replaceAll('"', "'");
  const pairs = Object.entries(value).map(
    ([key, inner]) => `${/^[a-z_]\w*$/i.test(key) ? key : `'${key}'`}: ${literal(inner)}`,
  );
  return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
}
