ALTER TABLE notes      FORCE ROW LEVEL SECURITY;
ALTER TABLE tool_calls FORCE ROW LEVEL SECURITY;

CREATE ROLE "agents-api" LOGIN;
GRANT SELECT, INSERT, UPDATE, DELETE ON notes, tool_calls TO "agents-api";
GRANT USAGE ON SEQUENCE notes_id_seq TO "agents-api";

-- The policies serve this role only. Whoever else is bound by them, the forced owner too, sees nothing.
ALTER POLICY tenant_isolation ON notes      TO "agents-api";
ALTER POLICY tenant_isolation ON tool_calls TO "agents-api";
