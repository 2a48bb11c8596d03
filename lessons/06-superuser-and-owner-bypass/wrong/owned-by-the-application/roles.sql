ALTER TABLE notes      FORCE ROW LEVEL SECURITY;
ALTER TABLE tool_calls FORCE ROW LEVEL SECURITY;

-- The application gets tables of its own, and FORCE so that the policies bind it.
CREATE ROLE agents_api LOGIN;
GRANT agents_api TO app_owner;
GRANT USAGE, CREATE ON SCHEMA public TO agents_api;
ALTER TABLE notes OWNER TO agents_api;
ALTER TABLE tool_calls OWNER TO agents_api;
