-- Run as app, which owns the tables: FORCE binds it too.

-- One relation to search, without a join: refreshed after each import.
CREATE MATERIALIZED VIEW searchable AS
  SELECT c.id, c.tenant_id, c.source_id, s.name, c.body, c.embedding
  FROM chunks c JOIN sources s ON s.id = c.source_id;
CREATE INDEX ON searchable USING hnsw (embedding vector_cosine_ops);
CREATE INDEX ON searchable (tenant_id);

ALTER TABLE chunks ENABLE ROW LEVEL SECURITY;
ALTER TABLE chunks FORCE ROW LEVEL SECURITY;
ALTER TABLE sources ENABLE ROW LEVEL SECURITY;
ALTER TABLE sources FORCE ROW LEVEL SECURITY;

-- For every command; USING is the check for new rows too.
CREATE POLICY tenant_isolation ON chunks
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY tenant_isolation ON sources
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
