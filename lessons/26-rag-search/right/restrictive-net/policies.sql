-- Run as app, which owns the tables.

ALTER TABLE chunks ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE sources ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

-- Something has to permit before anything can restrict.
DROP POLICY IF EXISTS tenant_isolation ON chunks;
CREATE POLICY readable ON chunks USING (true);
CREATE POLICY readable ON sources USING (true);

-- AND-ed with whatever else is ever permitted.
CREATE POLICY tenant_isolation ON chunks AS RESTRICTIVE
  USING (tenant_id::text = current_setting('app.tenant_id', true));
CREATE POLICY tenant_isolation ON sources AS RESTRICTIVE
  USING (tenant_id::text = current_setting('app.tenant_id', true));
