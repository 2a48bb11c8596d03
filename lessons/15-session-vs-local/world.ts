import { defineWorld, TENANT_SETTING, type Draw } from '#checks';

/** What the years of invoices are drawn from. None has one of {@link EMPTY_YEAR}. */
export const YEARS = [2023, 2024, 2025] as const;

/** A year in which nobody had an invoice: its export returns early. */
export const EMPTY_YEAR = 1999;

/** A customer's name, in this row and no other. */
export const customerOf = (draw: Draw): string => `Customer ${draw.int(10_000, 99_999)}`;

export default defineWorld({
  owner: 'app_owner',
  application: () => 'app_user',
  scripts: [],
  app: {
    pooler: {
      mode: 'transaction',
      users: { app_user: 'app_user' },
      watch: [TENANT_SETTING],
    },
    env: {
      DATABASE_URL: 'postgres://app_user:not-a-secret-here@pgbouncer.internal:6432/invoicing',
    },
  },
  tables: [
    {
      name: 'invoices',
      tenant: 'tenant_id',
      key: 'id',
      text: 'note',
      row: (draw, tenant) => ({
        id: draw.int(10_000, 999_999_999),
        tenant_id: tenant.id,
        // Not words, of which another's note may consist: a row is known by its texts.
        customer: customerOf(draw),
        cents: draw.int(100, 900_000),
        note: `${tenant.name}: ${draw.words()}, ${draw.canary()}`,
        year: draw.pick(YEARS),
        paid: 'false',
      }),
    },
  ],
});
