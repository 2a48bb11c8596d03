-- The subselect is evaluated once per statement instead of once per row.
ALTER TABLE documents ENABLE ROW LEVEL SECURITY;
CREATE POLICY r ON documents FOR SELECT USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
CREATE POLICY a ON documents FOR INSERT WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
CREATE POLICY w ON documents FOR UPDATE USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
CREATE POLICY d ON documents FOR DELETE USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));

ALTER TABLE reports ENABLE ROW LEVEL SECURITY;
CREATE POLICY r ON reports FOR SELECT USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
CREATE POLICY a ON reports FOR INSERT WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
CREATE POLICY w ON reports FOR UPDATE USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
CREATE POLICY d ON reports FOR DELETE USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));

ALTER TABLE tool_calls ENABLE ROW LEVEL SECURITY;
CREATE POLICY r ON tool_calls FOR SELECT USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
CREATE POLICY a ON tool_calls FOR INSERT WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
CREATE POLICY w ON tool_calls FOR UPDATE USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
CREATE POLICY d ON tool_calls FOR DELETE USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
