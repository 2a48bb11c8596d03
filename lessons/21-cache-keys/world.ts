import { cachePicture, defineWorld, type Draw, type PictureRun } from '#checks';
import type { Picture, Tenant } from '#contract';

/** What companies call their reports: mostly the same. */
const IDS = [
  'q3-forecast', 'board-update', 'churn', 'pricing', 'payroll', 'headcount', 'roadmap', 'renewals',
] as const; // prettier-ignore

/** The ids of a world in the order in which its tenants take them; the first is everybody's. */
interface Shelf {
  readonly ids: readonly string[];
  readonly taken: Map<string, Set<string>>;
}

const shelves = new WeakMap<Draw, Shelf>();

function nextId(draw: Draw, tenant: Tenant): string {
  const shelf: Shelf = shelves.get(draw) ?? { ids: draw.sample(IDS, IDS.length), taken: new Map() };
  shelves.set(draw, shelf);
  const taken = shelf.taken.get(tenant.id) ?? new Set<string>();
  shelf.taken.set(tenant.id, taken);
  const [first = '', ...others] = shelf.ids.filter((id) => !taken.has(id));
  const id = taken.size === 0 ? first : draw.pick([first, ...others]);
  taken.add(id);
  return id;
}

/** No other text holds it, so that a report is known by its title alone. */
export const newTitle = (draw: Draw): string => `${draw.words()} [${draw.uuid().slice(0, 4)}]`;

/**
 * The cache by key: who wrote what, and who was served from it; where the cache is no Redis, who
 * asked the database. A run in which nine reports of one tenant are read makes a poor picture.
 */
function picture(run: PictureRun): Picture | null {
  const last = run.calls.at(-1)?.attempt.request;
  if (run.check === 'own-reports-readable' && last?.module === 'driver.ts') return null;
  return cachePicture(run) ?? run.timeline();
}

/**
 * One table, one cache, and reports that are named alike by all tenants. The statements are right;
 * what stands in front of them is the lesson.
 */
export default defineWorld({
  owner: 'app_owner',
  application: () => 'app_user',
  scripts: [],
  tenants: (drawn) => drawn.map(({ name }) => ({ name, id: name.toLowerCase() })),
  tables: [
    {
      name: 'reports',
      tenant: 'tenant_id',
      key: 'no',
      text: 'body',
      row: (draw, tenant) => ({
        no: draw.int(10_000, 999_999_999),
        tenant_id: tenant.id,
        id: nextId(draw, tenant),
        title: newTitle(draw),
        body: `${tenant.name}: ${draw.words()}, ${draw.canary()}`,
      }),
    },
  ],
  app: {
    picture,
    pooler: { mode: 'direct', users: { app_user: 'app_user' } },
    env: {
      DATABASE_URL: 'postgres://app_user:app_user@db.internal:5432/app',
      REDIS_URL: 'redis://cache.internal:6379',
    },
  },
});
