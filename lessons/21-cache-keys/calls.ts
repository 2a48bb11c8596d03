import type { AppLab, CallAttempt, CallRequest, World } from '#checks';
import type { Plain, Tenant } from '#contract';

/** A report as the world was seeded with it, or as somebody saved it since. */
export interface Report {
  readonly id: string;
  readonly title: string;
  readonly body: string;
}

export interface Seeded extends Report {
  readonly no: number;
  readonly owner: Tenant;
}

/** A tenant's own reports. */
export const reportsOf = ({ rows }: World, owner: Tenant): Seeded[] =>
  (rows.reports ?? [])
    .filter((row) => row.tenant_id === owner.id)
    .map((row) => ({
      no: Number(row.no),
      id: String(row.id),
      title: String(row.title),
      body: String(row.body),
      owner,
    }));

/** The report of that id, if the tenant has one. */
export const ownOf = (world: World, owner: Tenant, id: string): Seeded | undefined =>
  reportsOf(world, owner).find((report) => report.id === id);

/** The id that all tenants of a world have a report of. */
export function sharedId(world: World): string {
  const [first, ...others] = world.tenants.map((tenant) =>
    reportsOf(world, tenant).map(({ id }) => id),
  );
  const shared = first?.find((id) => others.every((ids) => ids.includes(id)));
  if (shared === undefined) throw new Error('No id that all tenants have');
  return shared;
}

/** The users of a world: the first works for every tenant, the second for one alone. */
export const agency = (tenant: Tenant): Plain => ({
  tenantId: tenant.id,
  user: 'kim@agency.example',
});
export const colleague = (tenant: Tenant): Plain => ({
  tenantId: tenant.id,
  user: `dana@${tenant.name.toLowerCase()}.example`,
});

export interface Words {
  /** Whose session: everybody's accountant unless given. */
  readonly user?: typeof agency;
  readonly note?: string;
}

function request(
  as: Tenant,
  name: string,
  args: readonly Plain[],
  { user = agency, note }: Words,
): CallRequest {
  return {
    as,
    module: name === 'importReports' ? 'import.ts' : 'reports.ts',
    name,
    args: [user(as), ...args],
    show: `${name}(${[sessionWord(as), ...args.map(literal)].join(', ')})`,
    ...(note === undefined ? {} : { note }),
  };
}

/** A tenant that chose its handle itself is shown with it. */
const sessionWord = ({ id, name }: Tenant): string =>
  id === name.toLowerCase() ? 'session' : `session of ${literal(id)}`;

export const get = (as: Tenant, id: string, words: Words = {}): CallRequest =>
  request(as, 'getReport', [id], words);
export const save = (as: Tenant, { id, title, body }: Report, words: Words = {}): CallRequest =>
  request(as, 'saveReport', [{ id, title, body }], words);
export const remove = (as: Tenant, id: string, words: Words = {}): CallRequest =>
  request(as, 'deleteReport', [id], words);
export const refresh = (as: Tenant, words: Words = {}): CallRequest =>
  request(as, 'refreshReports', [], words);
export const importAll = (
  as: Tenant,
  reports: readonly Report[],
  words: Words = {},
): CallRequest => ({
  ...request(
    as,
    'importReports',
    [reports.map(({ id, title, body }) => ({ id, title, body }))],
    words,
  ),
  show: `importReports(${sessionWord(as)}, ${reports.length === 1 ? `[${literal({ ...reports[0] })}]` : `${reports.length} reports`})`,
});

/** Several reads in one call, by the driver. What it answers is a list of what they were answered. */
export const openEach = (
  as: Tenant | null,
  asks: readonly (readonly [Tenant, string])[],
  show: string,
  user = agency,
): CallRequest => ({
  as,
  module: 'driver.ts',
  name: 'openEach',
  args: [asks.map(([tenant, id]) => ({ session: user(tenant), id }))],
  show,
});

/** A read while another tenant's is under way, in one call: what it answers is the asker's. */
export const getBeside = (
  owner: readonly [Tenant, string],
  as: Tenant,
  id: string,
): CallRequest => ({
  ...get(as, id),
  module: 'driver.ts',
  name: 'askBeside',
  args: [owner, [as, id] as const].map(([tenant, asked]) => ({
    session: agency(tenant),
    id: asked,
  })),
});

/** The list that the driver answered with. */
export function answersOf({ outcome }: CallAttempt): readonly Plain[] {
  const value = outcome.kind === 'returned' ? outcome.value : null;
  if (!Array.isArray(value)) throw new Error('The driver did not answer');
  return value as readonly Plain[];
}

/** Whether a report stands in a value, whatever it is wrapped in. */
export function isIn({ title, body }: Report, value: Plain | undefined): boolean {
  const text = JSON.stringify(value ?? null);
  return text.includes(title) && text.includes(body);
}

/** A new report, or a new text of one, which is in no other. */
export const draft = ({ world: { draw } }: AppLab, as: Tenant, id: string): Report => ({
  id,
  title: `${draw.words()} [${draw.uuid().slice(0, 4)}]`,
  body: `${as.name}: ${draw.words()}, ${draw.canary()}`,
});

/** A tenant by a handle of its own choice, with the mark of a tenant of the world. */
export const named = (tenant: Tenant, id: string): Tenant => ({ ...tenant, id });

/** Whether title and body stand in the answer, in whatever it wraps them. */
export const shows = ({ outcome }: CallAttempt, report: Report): boolean =>
  outcome.kind === 'returned' && isIn(report, outcome.value);

/** Whether a call was answered without a statement: from what was kept. */
export const isHit = ({ statements }: CallAttempt): boolean => statements.length === 0;

/** The keys that a call asked the cache about, or changed. */
export const keysOf = ({ trace }: CallAttempt): string[] => [
  ...new Set(trace.flatMap((event) => (event.kind === 'cache' ? event.keys : []))),
];

/** A value as it would stand in a program. */
export function literal(value: Plain | undefined): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'string') return quoted(value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null);
  const pairs = Object.entries(value).map(([key, inner]) => `${key}: ${literal(inner)}`);
  return `{ ${pairs.join(', ')} }`;
}

const quoted = (text: string): string =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
