import { defineWorld } from '#checks';
import { userOf } from './connection.ts';

/** The file whose user is the application's role. */
export const URL_FILE = 'database.url';

export default defineWorld({
  owner: 'app_owner',
  application: (files) => userOf(files[URL_FILE] ?? '', URL_FILE),
  scripts: ['roles.sql'],
  // The starter connects as postgres, and that is what the lesson is about.
  exempt: 'exempt',
  tables: [
    {
      name: 'notes',
      tenant: 'tenant_id',
      key: 'id',
      text: 'body',
      row: (draw, tenant) => ({
        id: draw.int(10_000, 999_999_999),
        tenant_id: tenant.id,
        body: `${draw.words()}: ${draw.canary()}`,
      }),
    },
    {
      name: 'tool_calls',
      tenant: 'tenant_id',
      key: 'id',
      text: 'input',
      row: (draw, tenant) => ({
        id: draw.int(10_000, 999_999_999),
        tenant_id: tenant.id,
        tool: draw.pick(['search_notes', 'write_note', 'send_report']),
        input: `${draw.words()}: ${draw.canary()}`,
      }),
    },
  ],
});
