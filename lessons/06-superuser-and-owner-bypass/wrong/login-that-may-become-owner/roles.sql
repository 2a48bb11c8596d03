ALTER TABLE notes      FORCE ROW LEVEL SECURITY;
ALTER TABLE tool_calls FORCE ROW LEVEL SECURITY;

-- app_deploy has NOINHERIT: it has only what is granted here.
GRANT SELECT, INSERT, UPDATE, DELETE ON notes, tool_calls TO app_deploy;
GRANT USAGE ON SEQUENCE notes_id_seq TO app_deploy;
