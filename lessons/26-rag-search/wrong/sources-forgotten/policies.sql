-- Run as app, which owns the tables: FORCE binds it too.

ALTER TABLE chunks ENABLE ROW LEVEL SECURITY;
ALTER TABLE chunks FORCE ROW LEVEL SECURITY;

-- The texts and the vectors are what is secret. sources is a directory.
CREATE POLICY tenant_isolation ON chunks
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
