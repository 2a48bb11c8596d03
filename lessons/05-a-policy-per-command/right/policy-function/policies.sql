CREATE FUNCTION is_mine(owner uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN owner::text = current_setting('app.tenant_id', true);
END $$;

ALTER TABLE documents ENABLE ROW LEVEL SECURITY;
ALTER TABLE reports ENABLE ROW LEVEL SECURITY;
ALTER TABLE tool_calls ENABLE ROW LEVEL SECURITY;
CREATE POLICY mine ON documents USING (is_mine(tenant_id));
CREATE POLICY mine ON reports USING (is_mine(tenant_id));
CREATE POLICY mine ON tool_calls USING (is_mine(tenant_id));
