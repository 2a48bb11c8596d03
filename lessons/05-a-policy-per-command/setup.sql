-- Runs once, as superuser, in an empty database.
CREATE ROLE app_owner NOLOGIN;
CREATE ROLE app_user LOGIN;
GRANT CREATE, USAGE ON SCHEMA public TO app_owner;
GRANT USAGE ON SCHEMA public TO app_user;

-- The owner makes the tables. It never connects, and the application never becomes it.
SET ROLE app_owner;

CREATE TABLE documents (
  id        uuid PRIMARY KEY,
  tenant_id uuid NOT NULL,
  title     text NOT NULL,
  body      text NOT NULL
);

CREATE TABLE reports (
  id        uuid PRIMARY KEY,
  tenant_id uuid NOT NULL,
  summary   text NOT NULL
);

CREATE TABLE tool_calls (
  id        uuid PRIMARY KEY,
  tenant_id uuid NOT NULL,
  tool      text NOT NULL,
  arguments text NOT NULL
);

CREATE INDEX ON documents (tenant_id);
CREATE INDEX ON reports (tenant_id);
CREATE INDEX ON tool_calls (tenant_id);

-- The tenant of this transaction, or NULL. Why nullif and the second argument: the lesson "unset-context".
CREATE FUNCTION current_tenant() RETURNS uuid
LANGUAGE sql STABLE
AS $$ SELECT nullif(current_setting('app.tenant_id', true), '')::uuid $$;

GRANT SELECT, INSERT, UPDATE, DELETE ON documents, reports, tool_calls TO app_user;

RESET ROLE;
