import { defineWorld, TENANT_SETTING, type Draw } from '#checks';
import { errorPath } from './picture.ts';
import type { Tenant } from '#contract';

/** What a wallet holds at most; schema.sql says so. */
export const LIMIT = 100_000;

const seen = new WeakMap<Draw, Set<string>>();

/** Whether it is the tenant's second wallet: that one is frozen, so that most worlds have such. */
function isSecond(draw: Draw, tenant: Tenant): boolean {
  const known = seen.get(draw) ?? new Set<string>();
  seen.set(draw, known);
  const [first, second] = [tenant.id, `${tenant.id}, second`];
  if (!known.has(first)) {
    known.add(first);
    return false;
  }
  const is = !known.has(second);
  known.add(second);
  return is;
}

/**
 * A wallet that is not frozen has so much that any other's limit can be exceeded from it, and not
 * so much that nothing could be paid to it.
 */
export default defineWorld({
  owner: 'app_owner',
  application: () => 'app_user',
  scripts: [],
  tables: [
    {
      name: 'wallets',
      tenant: 'tenant_id',
      key: 'id',
      text: 'memo',
      row: (draw, tenant) => {
        const frozen = isSecond(draw, tenant);
        return {
          id: draw.int(10_000, 999_999_999),
          tenant_id: tenant.id,
          handle: `${tenant.name.toLowerCase()}-${draw.int(10_000, 99_999)}`,
          // The canary first: PostgreSQL cuts a long value in a DETAIL.
          memo: `${draw.canary()}, ${draw.words()}`,
          credits: frozen ? 0 : draw.int(60_000, 90_000),
          frozen: String(frozen),
        };
      },
    },
  ],
  app: {
    pooler: { mode: 'direct', users: { app_user: 'app_user' }, watch: [TENANT_SETTING] },
    picture: errorPath,
    env: {
      DATABASE_URL: 'postgres://app_user:app_user@db.internal:5432/credits',
      // Of a staging system with a copy of the real rows: no boundary may open for it.
      NODE_ENV: 'development',
    },
  },
});
