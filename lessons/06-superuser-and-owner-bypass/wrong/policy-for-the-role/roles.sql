ALTER TABLE notes      FORCE ROW LEVEL SECURITY;
ALTER TABLE tool_calls FORCE ROW LEVEL SECURITY;

GRANT SELECT, INSERT, UPDATE, DELETE ON notes, tool_calls TO app_user;
GRANT USAGE ON SEQUENCE notes_id_seq TO app_user;

-- app_user saw 0 rows in staging: it had no policy of its own.
CREATE POLICY app_user_access ON notes      TO app_user USING (true);
CREATE POLICY app_user_access ON tool_calls TO app_user USING (true);
