-- Row-level security for the knowledge base. Run as app, which owns the tables: FORCE binds it too.

ALTER TABLE chunks ENABLE ROW LEVEL SECURITY;
ALTER TABLE chunks FORCE ROW LEVEL SECURITY;
ALTER TABLE sources ENABLE ROW LEVEL SECURITY;
ALTER TABLE sources FORCE ROW LEVEL SECURITY;

-- For every command; USING is the check for new rows too.
CREATE POLICY tenant_isolation ON chunks
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY tenant_isolation ON sources
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
