-- FORCE binds the owner, so the policies are the owner's.
ALTER TABLE notes      FORCE ROW LEVEL SECURITY;
ALTER TABLE tool_calls FORCE ROW LEVEL SECURITY;
ALTER POLICY tenant_isolation ON notes      TO app_owner;
ALTER POLICY tenant_isolation ON tool_calls TO app_owner;

GRANT SELECT, INSERT, UPDATE, DELETE ON notes, tool_calls TO app_user;
GRANT USAGE ON SEQUENCE notes_id_seq TO app_user;
