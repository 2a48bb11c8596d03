ALTER TABLE documents ENABLE ROW LEVEL SECURITY;
ALTER TABLE reports ENABLE ROW LEVEL SECURITY;
ALTER TABLE tool_calls ENABLE ROW LEVEL SECURITY;

CREATE POLICY documents_select ON documents FOR SELECT TO app_owner
  USING (tenant_id = current_tenant());
CREATE POLICY documents_insert ON documents FOR INSERT TO app_owner
  WITH CHECK (tenant_id = current_tenant());
CREATE POLICY documents_update ON documents FOR UPDATE TO app_owner
  USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
CREATE POLICY documents_delete ON documents FOR DELETE TO app_owner
  USING (tenant_id = current_tenant());

CREATE POLICY reports_select ON reports FOR SELECT TO app_owner
  USING (tenant_id = current_tenant());
CREATE POLICY reports_insert ON reports FOR INSERT TO app_owner
  WITH CHECK (tenant_id = current_tenant());
CREATE POLICY reports_update ON reports FOR UPDATE TO app_owner
  USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
CREATE POLICY reports_delete ON reports FOR DELETE TO app_owner
  USING (tenant_id = current_tenant());

CREATE POLICY tool_calls_select ON tool_calls FOR SELECT TO app_owner
  USING (tenant_id = current_tenant());
CREATE POLICY tool_calls_insert ON tool_calls FOR INSERT TO app_owner
  WITH CHECK (tenant_id = current_tenant());
CREATE POLICY tool_calls_update ON tool_calls FOR UPDATE TO app_owner
  USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
CREATE POLICY tool_calls_delete ON tool_calls FOR DELETE TO app_owner
  USING (tenant_id = current_tenant());
