-- Row-level security for the knowledge base, since the audit in March. Run as app.

ALTER TABLE chunks ENABLE ROW LEVEL SECURITY;

-- For every command; USING is the check for new rows too.
CREATE POLICY tenant_isolation ON chunks
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
