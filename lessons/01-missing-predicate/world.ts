import { defineWorld, type Draw } from '#checks';

/** Ids are handed out in blocks: within one, the tenants' documents lie mixed, and some are gone. */
const BLOCK = 8;

/** Where a world's sequence stands, and what is left of the block it is in. */
interface Shelf {
  next: number;
  readonly free: number[];
}

const shelves = new WeakMap<Draw, Shelf>();

function shelfOf(draw: Draw): Shelf {
  // Four digits, so that no id is taken for a total, a limit or a page.
  const shelf = shelves.get(draw) ?? { next: draw.int(1_000, 8_999), free: [] };
  shelves.set(draw, shelf);
  return shelf;
}

function nextId(draw: Draw): number {
  const shelf = shelfOf(draw);
  if (shelf.free.length === 0) {
    const block = Array.from({ length: BLOCK }, (_, at) => shelf.next + at);
    // One of each block was deleted, long ago.
    shelf.free.push(...draw.sample(block, BLOCK - 1));
    shelf.next += BLOCK;
  }
  return shelf.free.pop() ?? shelf.next++;
}

/** No other text holds it, so that a document is known by its title alone. */
const newTitle = (draw: Draw): string => `${draw.words()} [${draw.uuid().slice(0, 4)}]`;

/**
 * One table, which all tenants share, numbered by one sequence. There is no row-level security: the
 * isolation is the application's.
 */
export default defineWorld({
  owner: 'app_owner',
  application: () => 'app_user',
  scripts: [],
  tables: [
    {
      name: 'documents',
      tenant: 'tenant_id',
      key: 'id',
      text: 'body',
      row: (draw, tenant) => ({
        id: nextId(draw),
        tenant_id: tenant.id,
        title: newTitle(draw),
        body: `${tenant.name}: ${draw.words()}, ${draw.canary()}`,
      }),
    },
  ],
  app: {
    pooler: { mode: 'direct', users: { app_user: 'app_user' } },
    env: { DATABASE_URL: 'postgres://app_user:app_user@db.internal:5432/app' },
  },
});
