ALTER TABLE notes      FORCE ROW LEVEL SECURITY;
ALTER TABLE tool_calls FORCE ROW LEVEL SECURITY;

-- The application makes a login per customer integration.
CREATE ROLE agents_api LOGIN CREATEROLE;
GRANT SELECT, INSERT, UPDATE, DELETE ON notes, tool_calls TO agents_api;
GRANT USAGE ON SEQUENCE notes_id_seq TO agents_api;
