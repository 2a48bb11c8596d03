ALTER TABLE notes      FORCE ROW LEVEL SECURITY;
ALTER TABLE tool_calls FORCE ROW LEVEL SECURITY;

CREATE ROLE agents_rw NOLOGIN;
GRANT SELECT, INSERT, UPDATE, DELETE ON notes, tool_calls TO agents_rw;
GRANT USAGE ON SEQUENCE notes_id_seq TO agents_rw;

-- WITH ADMIN, so that the service can add its own replicas.
CREATE ROLE agents_login LOGIN;
GRANT agents_rw TO agents_login WITH ADMIN OPTION;
