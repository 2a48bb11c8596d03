-- Run as app once the chunks are loaded, before policies.sql.

-- Approximate: a search follows the graph to some forty candidates (hnsw.ef_search) near the
-- question, whosever they are, and what filters rows comes after that.
CREATE INDEX chunks_embedding ON chunks USING hnsw (embedding vector_cosine_ops);

-- As autovacuum would have done by now: without it the planner thinks the table tiny.
ANALYZE sources, chunks;
