ALTER TABLE notes      FORCE ROW LEVEL SECURITY;
ALTER TABLE tool_calls FORCE ROW LEVEL SECURITY;

-- The policies decide about rows, so the privileges need not.
GRANT ALL ON notes, tool_calls TO app_user;
GRANT ALL ON SEQUENCE notes_id_seq TO app_user;
