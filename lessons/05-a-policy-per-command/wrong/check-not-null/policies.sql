ALTER TABLE documents ENABLE ROW LEVEL SECURITY;
ALTER TABLE reports ENABLE ROW LEVEL SECURITY;
ALTER TABLE tool_calls ENABLE ROW LEVEL SECURITY;

CREATE POLICY own_rows ON documents
  USING (tenant_id = current_tenant())
  WITH CHECK (tenant_id IS NOT NULL);

CREATE POLICY own_rows ON reports
  USING (tenant_id = current_tenant())
  WITH CHECK (tenant_id IS NOT NULL);

CREATE POLICY own_rows ON tool_calls
  USING (tenant_id = current_tenant())
  WITH CHECK (tenant_id IS NOT NULL);
