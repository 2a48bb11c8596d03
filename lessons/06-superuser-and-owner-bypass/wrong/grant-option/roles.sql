ALTER TABLE notes      FORCE ROW LEVEL SECURITY;
ALTER TABLE tool_calls FORCE ROW LEVEL SECURITY;

-- So that app_user can set up the reporting role itself.
GRANT SELECT, INSERT, UPDATE, DELETE ON notes, tool_calls TO app_user WITH GRANT OPTION;
GRANT USAGE ON SEQUENCE notes_id_seq TO app_user;
