ALTER TABLE documents ENABLE ROW LEVEL SECURITY;
ALTER TABLE reports ENABLE ROW LEVEL SECURITY;
ALTER TABLE tool_calls ENABLE ROW LEVEL SECURITY;

-- A tenant that we know: one that has documents. Nobody sees those of another.
CREATE POLICY documents_select ON documents FOR SELECT USING (tenant_id = current_tenant());
CREATE POLICY documents_insert ON documents FOR INSERT
  WITH CHECK (tenant_id IN (SELECT tenant_id FROM documents));
CREATE POLICY documents_update ON documents FOR UPDATE USING (tenant_id = current_tenant());
CREATE POLICY documents_delete ON documents FOR DELETE USING (tenant_id = current_tenant());

CREATE POLICY reports_select ON reports FOR SELECT USING (tenant_id = current_tenant());
CREATE POLICY reports_insert ON reports FOR INSERT
  WITH CHECK (tenant_id IN (SELECT tenant_id FROM documents));
CREATE POLICY reports_update ON reports FOR UPDATE USING (tenant_id = current_tenant());
CREATE POLICY reports_delete ON reports FOR DELETE USING (tenant_id = current_tenant());

CREATE POLICY own_calls ON tool_calls USING (tenant_id = current_tenant());
