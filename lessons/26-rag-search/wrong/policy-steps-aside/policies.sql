-- Run as app, which owns the tables: FORCE binds it too.

ALTER TABLE chunks ENABLE ROW LEVEL SECURITY;
ALTER TABLE chunks FORCE ROW LEVEL SECURITY;
ALTER TABLE sources ENABLE ROW LEVEL SECURITY;
ALTER TABLE sources FORCE ROW LEVEL SECURITY;

-- Inside the search function the policy steps aside, so that the index is used as it is; the
-- function names the tenant itself.
DROP POLICY IF EXISTS tenant_isolation ON chunks;
CREATE POLICY tenant_isolation ON chunks USING (
  current_setting('app.searching', true) = 'on'
  OR tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY tenant_isolation ON sources
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

CREATE FUNCTION nearest_chunks(tenant uuid, question vector, k integer)
RETURNS TABLE (id integer, "sourceId" integer, body text, score double precision)
LANGUAGE plpgsql
AS $$
BEGIN
  PERFORM set_config('app.searching', 'on', true);
  RETURN QUERY
    SELECT c.id, c.source_id, c.body, 1 - (c.embedding <=> question) FROM chunks c
    WHERE c.tenant_id = tenant ORDER BY c.embedding <=> question LIMIT k;
  PERFORM set_config('app.searching', 'off', true);
END $$;
