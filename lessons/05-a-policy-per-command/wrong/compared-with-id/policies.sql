ALTER TABLE documents ENABLE ROW LEVEL SECURITY;
ALTER TABLE reports ENABLE ROW LEVEL SECURITY;
ALTER TABLE tool_calls ENABLE ROW LEVEL SECURITY;

CREATE POLICY own_rows ON documents FOR ALL
  USING (id = current_tenant()) WITH CHECK (id = current_tenant());
CREATE POLICY own_rows ON reports FOR ALL
  USING (id = current_tenant()) WITH CHECK (id = current_tenant());
CREATE POLICY own_rows ON tool_calls FOR ALL
  USING (id = current_tenant()) WITH CHECK (id = current_tenant());
