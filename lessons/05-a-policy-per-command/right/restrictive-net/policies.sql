-- app_user may do anything, and the net takes back what is not its tenant's.
ALTER TABLE documents ENABLE ROW LEVEL SECURITY;
CREATE POLICY app ON documents TO app_user USING (true);
CREATE POLICY tenant ON documents AS RESTRICTIVE USING (tenant_id = current_tenant());

ALTER TABLE reports ENABLE ROW LEVEL SECURITY;
CREATE POLICY app ON reports TO app_user USING (true);
CREATE POLICY tenant ON reports AS RESTRICTIVE USING (tenant_id = current_tenant());

ALTER TABLE tool_calls ENABLE ROW LEVEL SECURITY;
CREATE POLICY app ON tool_calls TO app_user USING (true);
CREATE POLICY tenant ON tool_calls AS RESTRICTIVE USING (tenant_id = current_tenant());
