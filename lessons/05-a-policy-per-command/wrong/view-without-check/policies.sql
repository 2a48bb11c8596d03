ALTER TABLE documents ENABLE ROW LEVEL SECURITY;
ALTER TABLE reports ENABLE ROW LEVEL SECURITY;
ALTER TABLE tool_calls ENABLE ROW LEVEL SECURITY;

CREATE POLICY own_rows ON documents FOR ALL
  USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
CREATE POLICY own_rows ON reports FOR ALL
  USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
CREATE POLICY own_rows ON tool_calls FOR ALL
  USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());

-- What the tools should use from now on: each tenant sees its own reports in it.
CREATE VIEW my_reports AS SELECT * FROM reports WHERE tenant_id = current_tenant();
GRANT SELECT, INSERT, UPDATE, DELETE ON my_reports TO app_user;
