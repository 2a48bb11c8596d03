-- tenant_id is written once, by INSERT. No UPDATE may name it, so the check has nothing left to decide.
REVOKE UPDATE ON documents, reports, tool_calls FROM app_user;
GRANT UPDATE (title, body) ON documents TO app_user;
GRANT UPDATE (summary) ON reports TO app_user;
GRANT UPDATE (tool, arguments) ON tool_calls TO app_user;

ALTER TABLE documents ENABLE ROW LEVEL SECURITY;
ALTER TABLE reports ENABLE ROW LEVEL SECURITY;
ALTER TABLE tool_calls ENABLE ROW LEVEL SECURITY;

CREATE POLICY see ON documents FOR SELECT USING (tenant_id = current_tenant());
CREATE POLICY make ON documents FOR INSERT WITH CHECK (tenant_id = current_tenant());
CREATE POLICY edit ON documents FOR UPDATE USING (tenant_id = current_tenant()) WITH CHECK (true);
CREATE POLICY drop ON documents FOR DELETE USING (tenant_id = current_tenant());

CREATE POLICY see ON reports FOR SELECT USING (tenant_id = current_tenant());
CREATE POLICY make ON reports FOR INSERT WITH CHECK (tenant_id = current_tenant());
CREATE POLICY edit ON reports FOR UPDATE USING (tenant_id = current_tenant()) WITH CHECK (true);
CREATE POLICY drop ON reports FOR DELETE USING (tenant_id = current_tenant());

CREATE POLICY see ON tool_calls FOR SELECT USING (tenant_id = current_tenant());
CREATE POLICY make ON tool_calls FOR INSERT WITH CHECK (tenant_id = current_tenant());
CREATE POLICY edit ON tool_calls FOR UPDATE USING (tenant_id = current_tenant()) WITH CHECK (true);
CREATE POLICY drop ON tool_calls FOR DELETE USING (tenant_id = current_tenant());
