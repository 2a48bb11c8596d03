-- Isolation tests in pgTAP, from the lesson "Superusers and owners walk past" of Leakproof.
--
-- They prove that the role your application logs in as is bound by row-level security: that it is
-- exempt by no attribute, owns none of the tables below and can become nobody who is exempt or does;
-- and that as this role a tenant reaches its own rows and nobody else's. Each statement is undone.
-- They prove nothing of a table that is not listed, nor which role your application really uses:
-- take it from its own DATABASE_URL.
--
-- Run it in a database for tests, as a role that row-level security does not bind and that may
-- become the application's; everything is rolled back:
--   pg_prove --dbname "$TEST_DATABASE_URL" isolation.sql

BEGIN;
CREATE EXTENSION IF NOT EXISTS pgtap;

-- Names to change ---------------------------------------------------------------------------------

-- The role that your application logs in as: the user in its DATABASE_URL.
SET LOCAL names.app_role = 'app_user';
-- The setting that your policies read.
SET LOCAL names.setting = 'app.tenant_id';
-- Two tenants that own nothing yet, whose ids begin and end alike. Where tenant_id is a foreign
-- key, insert them below this line.
SET LOCAL names.acme = 'a0000000-0000-4000-8000-00000000000a';
SET LOCAL names.globex = 'a0000000-0000-4001-8000-00000000000a';
-- What comes of a statement where the tenant was never set, and where it is empty, as a pooled
-- connection leaves it: '0 rows', or the SQLSTATE of the error that your policies raise.
SET LOCAL names.never_set = '0 rows';
SET LOCAL names.empty = '0 rows';

-- A line for each table with rows of tenants. In `inserts`, %L is the tenant.
CREATE TEMPORARY TABLE tenant_tables (
  name text, tenant_column text, text_column text, inserts text
) ON COMMIT DROP;
INSERT INTO tenant_tables VALUES
  ('notes', 'tenant_id', 'body',
   'INSERT INTO notes (tenant_id, body) VALUES (%L, ''body'')'),
  ('tool_calls', 'tenant_id', 'input',
   'INSERT INTO tool_calls (tenant_id, tool, input) VALUES (%L, ''tool'', ''{}'')');

-- Nothing below this line needs a change---------------------------------------------------

CREATE FUNCTION pg_temp.name_of(what text) RETURNS text LANGUAGE sql
AS $$ SELECT current_setting('names.' || what) $$;

-- Acme has two rows in each table and Globex three.
DO $$
DECLARE
  t record;
BEGIN
  FOR t IN SELECT * FROM tenant_tables LOOP
    FOR n IN 1..5 LOOP
      EXECUTE format(t.inserts,
                     pg_temp.name_of(CASE WHEN n <= 2 THEN 'acme' ELSE 'globex' END));
    END LOOP;
  END LOOP;
END $$;

-- What comes of a statement of the application, in a tenant's context or (NULL) in none: the number
-- of rows, or the SQLSTATE that refused it. Raising an error at the end is what undoes it.
CREATE FUNCTION pg_temp.attempt(tenant text, statement text) RETURNS text LANGUAGE plpgsql
AS $$
DECLARE
  reached bigint;
BEGIN
  IF tenant IS NOT NULL THEN
    PERFORM set_config(pg_temp.name_of('setting'), tenant, true);
  END IF;
  EXECUTE format('SET LOCAL ROLE %I', pg_temp.name_of('app_role'));
  EXECUTE statement;
  GET DIAGNOSTICS reached = ROW_COUNT;
  RAISE EXCEPTION USING ERRCODE = 'UNDO1', MESSAGE = reached || ' rows';
EXCEPTION
  WHEN SQLSTATE 'UNDO1' THEN RETURN SQLERRM;
  WHEN OTHERS THEN RETURN SQLSTATE;
END $$;

CREATE FUNCTION pg_temp.as_acme(statement text) RETURNS text LANGUAGE sql
AS $$ SELECT pg_temp.attempt(pg_temp.name_of('acme'), statement) $$;

SELECT plan((3 + 14 * count(*))::integer) FROM tenant_tables;

-- The role, without which no policy is asked.
SELECT is(
  (SELECT rolsuper OR rolbypassrls OR rolcreaterole FROM pg_roles WHERE rolname = pg_temp.name_of('app_role')),
  false, 'the application is no superuser, and has neither BYPASSRLS nor CREATEROLE');
SELECT is(
  (SELECT rolcanlogin FROM pg_roles WHERE rolname = pg_temp.name_of('app_role')),
  true, 'the application can log in');
SELECT is(
  ARRAY(SELECT rolname::text FROM pg_roles
        WHERE (rolsuper OR rolbypassrls) AND pg_has_role(pg_temp.name_of('app_role'), oid, 'MEMBER')),
  ARRAY[]::text[], 'the application can become nobody whom row-level security does not bind');
SELECT is(
  (SELECT pg_has_role(pg_temp.name_of('app_role'), relowner, 'MEMBER')
   FROM pg_class WHERE oid = to_regclass(name)),
  false, format('%s: the application does not own it, and cannot become who does', name))
FROM tenant_tables;

-- Without a tenant. First of all, since a setting that was set once is never unset again.
SELECT is(pg_temp.attempt(NULL, format('SELECT FROM %I', name)), pg_temp.name_of('never_set'),
          format('%s: nothing is read where no tenant was ever set', name))
FROM tenant_tables;
SELECT is(pg_temp.attempt(NULL, format('DELETE FROM %I', name)), pg_temp.name_of('never_set'),
          format('%s: nothing is deleted where no tenant was ever set', name))
FROM tenant_tables;
SELECT is(pg_temp.attempt('', format('SELECT FROM %I', name)), pg_temp.name_of('empty'),
          format('%s: nothing is read where the tenant is empty', name))
FROM tenant_tables;
SELECT is(pg_temp.attempt('', format('DELETE FROM %I', name)), pg_temp.name_of('empty'),
          format('%s: nothing is deleted where the tenant is empty', name))
FROM tenant_tables;

-- Its own rows. Where nobody reaches anything, the tests after these would hold as well.
SELECT is(pg_temp.as_acme(format('SELECT FROM %I WHERE %I = %L',
                                 name, tenant_column, pg_temp.name_of('acme'))),
          '2 rows', format('%s: a tenant reads its own rows', name))
FROM tenant_tables;
SELECT is(pg_temp.as_acme(format(inserts, pg_temp.name_of('acme'))),
          '1 rows', format('%s: a tenant writes a row of its own', name))
FROM tenant_tables;

-- Nobody else's. Without a WHERE: one that reads a column has the policy for SELECT asked as well.
SELECT is(pg_temp.as_acme(format('SELECT FROM %I', name)),
          '2 rows', format('%s: a tenant reads no row of another', name))
FROM tenant_tables;
SELECT is(pg_temp.as_acme(format('UPDATE %I SET %I = %L', name, text_column, 'x')),
          '2 rows', format('%s: a tenant changes all of its own rows and no other', name))
FROM tenant_tables;
SELECT is(pg_temp.as_acme(format('DELETE FROM %I', name)),
          '2 rows', format('%s: a tenant deletes all of its own rows and no other', name))
FROM tenant_tables;
SELECT is(pg_temp.as_acme(format('TRUNCATE %I', name)),
          '42501', format('%s: TRUNCATE, which asks no policy, is refused', name))
FROM tenant_tables;
SELECT is(pg_temp.as_acme(format(inserts, pg_temp.name_of('globex'))),
          '42501', format('%s: a row for another tenant is refused', name))
FROM tenant_tables;

-- No row changes hands.
SELECT is(pg_temp.as_acme(format('UPDATE %I SET %I = %L',
                                 name, tenant_column, pg_temp.name_of('globex'))),
          '42501', format('%s: giving a row to another tenant is refused', name))
FROM tenant_tables;
-- '42501' where the application may not write the column at all.
SELECT ok(pg_temp.as_acme(format('UPDATE %I SET %I = %L',
                                 name, tenant_column, pg_temp.name_of('acme')))
          IN ('2 rows', '42501'), format('%s: a tenant makes no row of another its own', name))
FROM tenant_tables;
SELECT * FROM finish();
ROLLBACK;
