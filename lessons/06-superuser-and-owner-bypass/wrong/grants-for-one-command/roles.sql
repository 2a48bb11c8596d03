ALTER TABLE notes      FORCE ROW LEVEL SECURITY;
ALTER TABLE tool_calls FORCE ROW LEVEL SECURITY;

-- Writes go through the policies anyway.
GRANT SELECT ON notes, tool_calls TO app_user;
GRANT USAGE ON SEQUENCE notes_id_seq TO app_user;
