ALTER TABLE documents ENABLE ROW LEVEL SECURITY;
ALTER TABLE reports ENABLE ROW LEVEL SECURITY;
ALTER TABLE tool_calls ENABLE ROW LEVEL SECURITY;

-- Every request that has a tenant may pass.
CREATE POLICY signed_in ON documents FOR ALL
  USING (current_tenant() IS NOT NULL) WITH CHECK (current_tenant() IS NOT NULL);
CREATE POLICY signed_in ON reports FOR ALL
  USING (current_tenant() IS NOT NULL) WITH CHECK (current_tenant() IS NOT NULL);
CREATE POLICY signed_in ON tool_calls FOR ALL
  USING (current_tenant() IS NOT NULL) WITH CHECK (current_tenant() IS NOT NULL);
