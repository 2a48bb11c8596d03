import { defineWorld, type Draw } from '#checks';
import type { Tenant } from '#contract';
import { picture } from './picture.ts';

/** The most tenants a world has. */
const MOST = 4;

/** A workspace's name, as its customer typed it. */
const named = (name: string): Omit<Tenant, 'index'> => ({ name, id: name.toLowerCase() });

const numbers = new WeakMap<Draw, Map<string, number>>();

/** Each tenant numbers its reports from 1. */
function nextNumber(draw: Draw, { id }: Tenant): number {
  const last = numbers.get(draw) ?? new Map<string, number>();
  numbers.set(draw, last);
  const next = (last.get(id) ?? 0) + 1;
  last.set(id, next);
  return next;
}

/**
 * Reports of two tenants or three, and of one that is the European branch of the first: its name
 * begins with the other's, which is no reason to let either at the other's files.
 */
export default defineWorld({
  owner: 'app_owner',
  application: () => 'app_user',
  scripts: [],
  tenants(drawn) {
    const [first] = drawn;
    const others = drawn.slice(0, MOST - 1).map(({ name }) => named(name));
    return first ? [...others, { name: `${first.name} EU`, id: `${named(first.name).id}-eu` }] : [];
  },
  tables: [
    {
      name: 'reports',
      tenant: 'tenant_id',
      key: 'id',
      text: 'body',
      row: (draw, tenant) => ({
        id: draw.uuid(),
        tenant_id: tenant.id,
        number: nextNumber(draw, tenant),
        title: `${draw.words()} [${draw.uuid().slice(0, 8)}]`,
        body: `${tenant.name}: ${draw.words()}, ${draw.canary()}`,
      }),
    },
  ],
  app: {
    pooler: { mode: 'direct', users: { app_user: 'app_user' } },
    env: {
      DATABASE_URL: 'postgres://app_user:app_user@db.internal:5432/app',
      EXPORT_SECRET: '6f1c0e9a57b34d28a1',
    },
    picture,
    files: () => ({
      '/app/.env': { text: 'DATABASE_URL=postgres://app_user:app_user@db.internal:5432/app\n' },
    }),
  },
});
