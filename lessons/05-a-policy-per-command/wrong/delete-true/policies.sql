ALTER TABLE documents ENABLE ROW LEVEL SECURITY;
ALTER TABLE reports ENABLE ROW LEVEL SECURITY;
ALTER TABLE tool_calls ENABLE ROW LEVEL SECURITY;

CREATE POLICY documents_select ON documents FOR SELECT
  USING (tenant_id = current_tenant());
CREATE POLICY documents_insert ON documents FOR INSERT
  WITH CHECK (tenant_id = current_tenant());
CREATE POLICY documents_update ON documents FOR UPDATE
  USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
CREATE POLICY documents_delete ON documents FOR DELETE
  USING (tenant_id = current_tenant());

-- A tenant cannot delete what it cannot see.
CREATE POLICY reports_select ON reports FOR SELECT
  USING (tenant_id = current_tenant());
CREATE POLICY reports_insert ON reports FOR INSERT
  WITH CHECK (tenant_id = current_tenant());
CREATE POLICY reports_update ON reports FOR UPDATE
  USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
CREATE POLICY reports_delete ON reports FOR DELETE
  USING (true);

CREATE POLICY tool_calls_select ON tool_calls FOR SELECT
  USING (tenant_id = current_tenant());
CREATE POLICY tool_calls_insert ON tool_calls FOR INSERT
  WITH CHECK (tenant_id = current_tenant());
CREATE POLICY tool_calls_update ON tool_calls FOR UPDATE
  USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
CREATE POLICY tool_calls_delete ON tool_calls FOR DELETE
  USING (tenant_id = current_tenant());
