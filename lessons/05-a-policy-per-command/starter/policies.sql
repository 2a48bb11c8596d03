-- Row-level security for the tables our MCP tools reach. Runs as app_owner.
-- current_tenant() is the tenant of the transaction; see app.sql for how it is set.

-- documents
ALTER TABLE documents ENABLE ROW LEVEL SECURITY;

CREATE POLICY documents_select ON documents FOR SELECT
  USING (tenant_id = current_tenant());

CREATE POLICY documents_insert ON documents FOR INSERT
  WITH CHECK (tenant_id = current_tenant());

-- USING already limits this to the tenant's own documents.
CREATE POLICY documents_update ON documents FOR UPDATE
  USING (tenant_id = current_tenant())
  WITH CHECK (true);

CREATE POLICY documents_delete ON documents FOR DELETE
  USING (tenant_id = current_tenant());

-- reports
ALTER TABLE reports ENABLE ROW LEVEL SECURITY;

CREATE POLICY reports_select ON reports FOR SELECT
  USING (tenant_id = current_tenant());

-- The tool fills in tenant_id itself.
CREATE POLICY reports_insert ON reports FOR INSERT
  WITH CHECK (true);

CREATE POLICY reports_update ON reports FOR UPDATE
  USING (tenant_id = current_tenant());

-- Nobody can delete a report they cannot see.
CREATE POLICY reports_delete ON reports FOR DELETE
  USING (true);

-- tool_calls: internal log, no tool returns its rows. TODO
