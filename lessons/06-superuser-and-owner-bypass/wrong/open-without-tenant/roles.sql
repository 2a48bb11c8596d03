ALTER TABLE notes      FORCE ROW LEVEL SECURITY;
ALTER TABLE tool_calls FORCE ROW LEVEL SECURITY;

-- The role that was made for the application gets what the application does, and no more.
GRANT SELECT, INSERT, UPDATE, DELETE ON notes, tool_calls TO app_user;
GRANT USAGE ON SEQUENCE notes_id_seq TO app_user;

CREATE POLICY jobs ON notes USING (current_setting('app.tenant_id', true) IS NULL);
