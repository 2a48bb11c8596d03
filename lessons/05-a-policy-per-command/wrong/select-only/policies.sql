ALTER TABLE documents ENABLE ROW LEVEL SECURITY;
ALTER TABLE reports ENABLE ROW LEVEL SECURITY;
ALTER TABLE tool_calls ENABLE ROW LEVEL SECURITY;

CREATE POLICY documents_select ON documents FOR SELECT
  USING (tenant_id = current_tenant());

CREATE POLICY reports_select ON reports FOR SELECT
  USING (tenant_id = current_tenant());

CREATE POLICY tool_calls_select ON tool_calls FOR SELECT
  USING (tenant_id = current_tenant());
