ALTER TABLE notes      FORCE ROW LEVEL SECURITY;
ALTER TABLE tool_calls FORCE ROW LEVEL SECURITY;

GRANT SELECT, INSERT, UPDATE, DELETE ON notes, tool_calls TO app_user;
-- "permission denied for sequence": whatever it needs.
GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO app_user;
