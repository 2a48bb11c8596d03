ALTER TABLE notes      FORCE ROW LEVEL SECURITY;
ALTER TABLE tool_calls FORCE ROW LEVEL SECURITY;

-- FORCE is on, and app_user is ready for whoever needs it.
GRANT SELECT, INSERT, UPDATE, DELETE ON notes, tool_calls TO app_user;
GRANT USAGE ON SEQUENCE notes_id_seq TO app_user;
