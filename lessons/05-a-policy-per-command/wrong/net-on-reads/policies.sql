ALTER TABLE documents ENABLE ROW LEVEL SECURITY;
ALTER TABLE reports ENABLE ROW LEVEL SECURITY;
ALTER TABLE tool_calls ENABLE ROW LEVEL SECURITY;

CREATE POLICY app ON documents USING (true);
CREATE POLICY net ON documents AS RESTRICTIVE FOR SELECT
  USING (tenant_id = current_tenant());

CREATE POLICY app ON reports USING (true);
CREATE POLICY net ON reports AS RESTRICTIVE FOR SELECT
  USING (tenant_id = current_tenant());

CREATE POLICY app ON tool_calls USING (true);
CREATE POLICY net ON tool_calls AS RESTRICTIVE FOR SELECT
  USING (tenant_id = current_tenant());
