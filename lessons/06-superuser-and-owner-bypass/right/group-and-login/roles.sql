ALTER TABLE notes      FORCE ROW LEVEL SECURITY;
ALTER TABLE tool_calls FORCE ROW LEVEL SECURITY;

-- Privileges belong to a group nobody logs in as; logins come and go with their passwords.
CREATE ROLE agents_rw NOLOGIN;
GRANT SELECT, INSERT, UPDATE, DELETE ON notes, tool_calls TO agents_rw;
GRANT USAGE ON SEQUENCE notes_id_seq TO agents_rw;

CREATE ROLE agents_2025 LOGIN IN ROLE agents_rw;
