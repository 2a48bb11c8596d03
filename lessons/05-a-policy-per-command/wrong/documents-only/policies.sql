ALTER TABLE documents ENABLE ROW LEVEL SECURITY;

CREATE POLICY documents_select ON documents FOR SELECT
  USING (tenant_id = current_tenant());
CREATE POLICY documents_insert ON documents FOR INSERT
  WITH CHECK (tenant_id = current_tenant());
CREATE POLICY documents_update ON documents FOR UPDATE
  USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
CREATE POLICY documents_delete ON documents FOR DELETE
  USING (tenant_id = current_tenant());
