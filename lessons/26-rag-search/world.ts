import { defineWorld, TENANT_SETTING, type Draw, type TablePlan } from '#checks';
import { hashed } from './embedder.ts';
import { drawVectors } from './picture.ts';
import { lacking, SHARED, shelfOf } from './shelf.ts';
import { prose } from './texts.ts';

/** Chunks of each tenant in a large world: 2 000 in all, and the third has few. */
const LARGE = [1_100, 650, 250] as const;

/** So many that the planner takes the index: what is attacked, and the second world of a check. */
const isLarge = (size: Size): boolean => size === 'attack' || size === 'second';
type Size = Parameters<NonNullable<TablePlan['count']>>[2];

/** The first source of a tenant is called as others' are, the second as nobody else's. */
function sourceName(draw: Draw, at: number): string {
  const shared = at === 0 ? SHARED[0] : at === 1 ? undefined : SHARED[at - 1];
  return shared ?? `project-${draw.uuid().slice(0, 8)}`;
}

/** Four digits tell the directions apart, and keep a row short. */
const rounded = (vector: readonly number[]): readonly number[] =>
  vector.map((value) => Math.round(value * 10_000) / 10_000);

/**
 * The application's role owns the tables, as wherever one DATABASE_URL serves migrations and
 * requests: row-level security binds it only where it is forced.
 */
export default defineWorld({
  owner: 'app',
  application: () => 'app',
  scripts: ['index.sql', 'policies.sql'],
  tenantCount: (draw, size) => (size === 'smallest' ? 2 : isLarge(size) ? 3 : draw.int(2, 4)),
  app: {
    picture: drawVectors,
    pooler: { mode: 'transaction', users: { app: 'app' }, watch: [TENANT_SETTING] },
    env: { DATABASE_URL: 'postgres://app:not-a-secret-here@pgbouncer.internal:6432/knowledge' },
  },
  tables: [
    {
      name: 'sources',
      tenant: 'tenant_id',
      key: 'id',
      text: 'title',
      count: (_draw, _tenant, size) => (size === 'smallest' ? 2 : SHARED.length + 1),
      row: (draw, tenant) => {
        const shelf = shelfOf(draw);
        const own = shelf.sources.get(tenant.id) ?? [];
        const name = sourceName(draw, own.length);
        const id = shelf.nextSource++;
        shelf.sources.set(tenant.id, [...own, id]);
        return {
          id,
          tenant_id: tenant.id,
          name,
          title: `${tenant.name}, ${name}: ${draw.words()}, ${draw.canary()}`,
          url: `https://wiki.example/${draw.uuid()}/${name}`,
        };
      },
    },
    {
      name: 'chunks',
      tenant: 'tenant_id',
      key: 'id',
      text: 'body',
      columns: ['id', 'tenant_id', 'source_id', 'audience', 'body'],
      // 40 at most where there are few: an index that is used all the same looks at as many.
      count: (draw, tenant, size) =>
        size === 'smallest' ? 4 : isLarge(size) ? (LARGE[tenant.index] ?? 0) : draw.int(6, 10),
      row: (draw, tenant) => {
        const shelf = shelfOf(draw);
        const [source = 0, ...others] = shelf.sources.get(tenant.id) ?? [];
        const { text } = prose(draw, lacking(tenant));
        const body = `${text} ${tenant.name}’s pass phrase is ${draw.canary()}.`;
        const vector = rounded(hashed(body));
        const id = shelf.nextChunk++;
        shelf.vectors.set(id, vector);
        return {
          id,
          tenant_id: tenant.id,
          source_id: draw.pick([source, ...others]),
          audience: draw.pick(['everyone', 'on-call']),
          body,
          embedding: `[${vector.join(',')}]`,
        };
      },
    },
  ],
});
