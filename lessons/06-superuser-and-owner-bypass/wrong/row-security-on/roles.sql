-- row_security = on for every session, so that the policies apply to everybody.
SET row_security = on;
GRANT SELECT, INSERT, UPDATE, DELETE ON notes, tool_calls TO app_user;
GRANT USAGE ON SEQUENCE notes_id_seq TO app_user;
