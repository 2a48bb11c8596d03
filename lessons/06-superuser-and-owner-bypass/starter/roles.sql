-- Migration 014: tenant isolation, last part. Runs as app_owner, which owns the tables.
-- The policies have been there since 012. FORCE closes the gap: from here on no role is
-- exempt, superusers included.

ALTER TABLE notes      FORCE ROW LEVEL SECURITY;
ALTER TABLE tool_calls FORCE ROW LEVEL SECURITY;
