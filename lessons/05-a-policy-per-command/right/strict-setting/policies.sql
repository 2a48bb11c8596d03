-- No missing_ok: without a tenant the cast or the lookup raises, and the statement ends there.
ALTER TABLE documents ENABLE ROW LEVEL SECURITY;
ALTER TABLE reports ENABLE ROW LEVEL SECURITY;
ALTER TABLE tool_calls ENABLE ROW LEVEL SECURITY;
CREATE POLICY t ON documents USING (tenant_id = current_setting('app.tenant_id')::uuid);
CREATE POLICY t ON reports USING (tenant_id = current_setting('app.tenant_id')::uuid);
CREATE POLICY t ON tool_calls USING (tenant_id = current_setting('app.tenant_id')::uuid);
