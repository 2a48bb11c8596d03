-- Fails loudly where no tenant is set, instead of showing empty tables.
CREATE FUNCTION require_tenant() RETURNS uuid LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF current_tenant() IS NULL THEN
    RAISE EXCEPTION 'no tenant is set for this transaction';
  END IF;
  RETURN current_tenant();
END $$;

ALTER TABLE documents ENABLE ROW LEVEL SECURITY;
ALTER TABLE reports ENABLE ROW LEVEL SECURITY;
ALTER TABLE tool_calls ENABLE ROW LEVEL SECURITY;

CREATE POLICY own_rows ON documents USING (tenant_id = require_tenant());
CREATE POLICY own_rows ON reports USING (tenant_id = require_tenant());
CREATE POLICY own_rows ON tool_calls USING (tenant_id = require_tenant());
