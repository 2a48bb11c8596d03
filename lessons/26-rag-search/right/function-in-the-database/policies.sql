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

-- SECURITY INVOKER, as functions are unless one says otherwise: the policies are asked inside.
CREATE FUNCTION nearest_chunks(question vector, k integer, source text DEFAULT NULL)
RETURNS TABLE (id integer, "sourceId" integer, body text, score double precision)
LANGUAGE sql STABLE
SET hnsw.iterative_scan = strict_order
AS $$
  SELECT c.id, c.source_id, c.body, 1 - (c.embedding <=> question)
  FROM chunks c
  WHERE source IS NULL OR c.source_id IN (SELECT s.id FROM sources s WHERE s.name = source)
  ORDER BY c.embedding <=> question LIMIT k
$$;

CREATE FUNCTION count_chunks(source text DEFAULT NULL) RETURNS integer
LANGUAGE sql STABLE
AS $$
  SELECT count(*)::integer FROM chunks c
  WHERE source IS NULL OR c.source_id IN (SELECT s.id FROM sources s WHERE s.name = source)
$$;
