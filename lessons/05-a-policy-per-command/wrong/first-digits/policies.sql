ALTER TABLE documents ENABLE ROW LEVEL SECURITY;
ALTER TABLE reports ENABLE ROW LEVEL SECURITY;
ALTER TABLE tool_calls ENABLE ROW LEVEL SECURITY;

-- Eight digits, as the support desk writes a tenant.
CREATE FUNCTION short_id(id uuid) RETURNS text LANGUAGE sql IMMUTABLE
  RETURN left(id::text, 8);

CREATE POLICY own_rows ON documents FOR ALL
  USING (short_id(tenant_id) = short_id(current_tenant()));
CREATE POLICY own_rows ON reports FOR ALL
  USING (short_id(tenant_id) = short_id(current_tenant()));
CREATE POLICY own_rows ON tool_calls FOR ALL
  USING (short_id(tenant_id) = short_id(current_tenant()));
