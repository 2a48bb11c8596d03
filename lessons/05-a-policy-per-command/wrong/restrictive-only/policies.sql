ALTER TABLE documents ENABLE ROW LEVEL SECURITY;
ALTER TABLE reports ENABLE ROW LEVEL SECURITY;
ALTER TABLE tool_calls ENABLE ROW LEVEL SECURITY;

CREATE POLICY own_rows ON documents AS RESTRICTIVE
  USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
CREATE POLICY own_rows ON reports AS RESTRICTIVE
  USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
CREATE POLICY own_rows ON tool_calls AS RESTRICTIVE
  USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
