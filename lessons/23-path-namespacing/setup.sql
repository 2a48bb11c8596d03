-- Runs once, as superuser, in an empty database.
CREATE ROLE app_owner NOLOGIN;
CREATE ROLE app_user LOGIN;
GRANT CREATE, USAGE ON SCHEMA public TO app_owner;
GRANT USAGE ON SCHEMA public TO app_user;

-- The owner makes the table. It never connects, and the application never becomes it.
SET ROLE app_owner;

-- Each tenant numbers its reports from 1.
CREATE TABLE reports (
  id        uuid PRIMARY KEY,
  tenant_id text NOT NULL,
  number    integer NOT NULL,
  title     text NOT NULL,
  body      text NOT NULL,
  UNIQUE (tenant_id, number)
);

-- The application reads them, and says in each statement whose. What this lesson is about lies on disk.
GRANT SELECT ON reports TO app_user;

RESET ROLE;
