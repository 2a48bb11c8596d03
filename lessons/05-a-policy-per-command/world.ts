import { defineWorld } from '#checks';

/** What agents ask the tools for; it makes a leaked log line readable. */
const TOOLS = ['search_documents', 'save_document', 'write_report', 'clear_history'] as const;

/**
 * Three tables with the same shape of ownership. The text columns carry a canary, so that a row is
 * recognised as its owner's whatever part of it comes back.
 */
export default defineWorld({
  owner: 'app_owner',
  application: () => 'app_user',
  scripts: ['policies.sql'],
  tables: [
    {
      name: 'documents',
      tenant: 'tenant_id',
      key: 'id',
      text: 'body',
      row: (draw, tenant) => ({
        id: draw.uuid(),
        tenant_id: tenant.id,
        title: draw.words(),
        body: `${tenant.name}: ${draw.words()}, ${draw.canary()}`,
      }),
    },
    {
      name: 'reports',
      tenant: 'tenant_id',
      key: 'id',
      text: 'summary',
      row: (draw, tenant) => ({
        id: draw.uuid(),
        tenant_id: tenant.id,
        summary: `${tenant.name}: ${draw.words()}, ${draw.canary()}`,
      }),
    },
    {
      name: 'tool_calls',
      tenant: 'tenant_id',
      key: 'id',
      text: 'arguments',
      row: (draw, tenant) => ({
        id: draw.uuid(),
        tenant_id: tenant.id,
        tool: draw.pick(TOOLS),
        arguments: `{"tenant":"${tenant.name}","query":"${draw.words()} ${draw.canary()}"}`,
      }),
    },
  ],
});
