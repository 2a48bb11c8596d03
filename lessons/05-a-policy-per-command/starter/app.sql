-- How the MCP server talks to PostgreSQL. Read-only, and not run: it shows what reaches your policies.
-- It logs in as app_user, and every tool call is one transaction of its own:

BEGIN;
SELECT set_config('app.tenant_id', $1, true);  -- $1 is the session's tenant, never an argument of the tool
-- … the statement of the tool …
COMMIT;

-- list_documents()
SELECT id, tenant_id, title FROM documents;

-- save_document(id, title, body): makes it, or overwrites the one with this id
INSERT INTO documents (id, tenant_id, title, body) VALUES ($1, current_tenant(), $2, $3)
ON CONFLICT (id) DO UPDATE SET title = excluded.title, body = excluded.body;

-- edit_documents(patch, id?): SET has whatever properties the agent puts into the patch
UPDATE documents SET body = $1 WHERE id = $2;
UPDATE documents SET body = $1;                -- no id: edit all of them

-- write_report(report): the columns are the properties of the report
INSERT INTO reports (id, tenant_id, summary) VALUES ($1, $2, $3);

-- clear_reports(): no WHERE, the policies know whose they are
DELETE FROM reports;

-- around every tool call, and recent_activity()
INSERT INTO tool_calls (id, tenant_id, tool, arguments) VALUES ($1, current_tenant(), $2, $3) RETURNING id;
SELECT tenant_id, tool, arguments FROM tool_calls;
