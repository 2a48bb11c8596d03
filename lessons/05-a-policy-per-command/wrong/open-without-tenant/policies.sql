ALTER TABLE documents ENABLE ROW LEVEL SECURITY;
ALTER TABLE reports ENABLE ROW LEVEL SECURITY;
ALTER TABLE tool_calls ENABLE ROW LEVEL SECURITY;

-- Migrations and the nightly job set no tenant.
CREATE POLICY own_rows ON documents FOR ALL
  USING (current_tenant() IS NULL OR tenant_id = current_tenant());
CREATE POLICY own_rows ON reports FOR ALL
  USING (current_tenant() IS NULL OR tenant_id = current_tenant());
CREATE POLICY own_rows ON tool_calls FOR ALL
  USING (current_tenant() IS NULL OR tenant_id = current_tenant());
