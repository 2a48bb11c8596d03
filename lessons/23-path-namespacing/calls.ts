import type { CallAttempt, CallRequest, World } from '#checks';
import { isRecord, type Plain, type Tenant } from '#contract';

export type Tool = 'createExport' | 'listExports' | 'readExport' | 'deleteExport';
/** The tools that take a reference. */
export type ToolByRef = 'readExport' | 'deleteExport';
export const TOOLS_BY_REF: readonly ToolByRef[] = ['readExport', 'deleteExport'];

/** A report as the world was seeded with it. */
export interface Report {
  readonly owner: Tenant;
  readonly number: number;
  readonly title: string;
  readonly body: string;
}

/** A tenant's reports, by number. Every tenant has at least one. */
export const reportsOf = ({ rows }: World, owner: Tenant): Report[] =>
  (rows.reports ?? [])
    .filter((row) => row.tenant_id === owner.id)
    .map((row) => ({
      owner,
      number: Number(row.number),
      title: String(row.title),
      body: String(row.body),
    }))
    .sort((a, b) => a.number - b.number);

/** The first of a tenant's reports. */
export function reportOf(world: World, owner: Tenant): Report {
  const [first] = reportsOf(world, owner);
  if (!first) throw new Error(`${owner.name} has no report`);
  return first;
}

/** The session that the server makes for a user of a tenant. */
export const sessionOf = (tenantId: Plain): Plain => ({ tenantId, user: 'dana' });

/** The same call for the session of a colleague of the same tenant. */
export const asColleague = (request: CallRequest): CallRequest => {
  const [session = null, ...args] = request.args;
  const colleague = isRecord(session) ? { ...session, user: 'robin' } : session;
  return { ...request, args: [colleague, ...args] };
};

/** An agent's call of a tool. */
export function callOf(as: Tenant, tool: Tool, args: Plain, note?: string): CallRequest {
  return {
    as,
    module: 'exports.ts',
    name: tool,
    args: [sessionOf(as.id), args],
    show: tool === 'listExports' ? `${tool}(session)` : `${tool}(session, ${literal(args)})`,
    ...(note === undefined ? {} : { note }),
  };
}

/** A call of a tool that takes a reference. */
export const callByRef = (as: Tenant, tool: ToolByRef, ref: Plain, note?: string): CallRequest =>
  callOf(as, tool, { ref }, note);

/** A call that makes an export. */
export const exportOf = ({ owner, number }: Report, name: Plain, note?: string): CallRequest =>
  callOf(owner, 'createExport', { report: number, name }, note);

/** The same call for the session of a tenant id that no tenant of the world has. */
export const asStranger = (tenantId: string, request: CallRequest): CallRequest => {
  const [, ...args] = request.args;
  const session = `{ tenantId: ${literal(tenantId)} }`;
  return {
    ...request,
    as: null,
    args: [sessionOf(tenantId), ...args],
    show: request.show.replace('(session', () => `(${session}`),
  };
};

/** Something that happens on the server: not a tool, and nobody's call. */
export const onServer = (name: string, args: readonly Plain[], show: string): CallRequest => ({
  as: null,
  module: 'driver.ts',
  name,
  args,
  show,
});

/** The reference in what `createExport` answered, or undefined. */
export function refIn(answer: Plain | undefined): Plain | undefined {
  if (answer === undefined || !isRecord(answer)) return undefined;
  const { ref } = answer;
  if (ref === undefined || ref === null) return undefined;
  return isRecord(ref) && ref['@'] === 'undefined' ? undefined : ref;
}

/** What `listExports` answered with; undefined where that is no list. */
export function listIn({ outcome }: CallAttempt): { ref?: Plain; name?: Plain }[] | undefined {
  if (outcome.kind !== 'returned' || !Array.isArray(outcome.value)) return undefined;
  const entries: readonly Plain[] = outcome.value;
  return entries.filter(isRecord).map(({ ref, name }) => ({
    ...(ref === undefined ? {} : { ref }),
    ...(name === undefined ? {} : { name }),
  }));
}

/** Whether a report stands in an answer, whole. */
export function shows({ outcome }: CallAttempt, { title, body }: Report): boolean {
  if (outcome.kind !== 'returned') return false;
  const text = JSON.stringify(outcome.value);
  return text.includes(title) && text.includes(body);
}

/** A value as it would stand in a program; a long text is cut. */
export function literal(value: Plain): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'string') {
    const text = value.length > 120 ? `${value.slice(0, 60)}…${value.slice(-40)}` : value;
    return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
  }
  if (!isRecord(value)) return JSON.stringify(value);
  if (value['@'] === 'undefined') return 'undefined';
  const pairs = Object.entries(value).map(([key, inner]) => `${key}: ${literal(inner)}`);
  return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
}

/** What a call returned, or undefined. */
export const valueOf = ({ outcome }: CallAttempt): Plain | undefined =>
  outcome.kind === 'returned' ? outcome.value : undefined;
