-- Isolation tests in pgTAP, from the lesson "A policy per command" of Leakproof.
--
-- They prove that in every table listed below a tenant reads, changes, deletes and writes its own
-- rows and nobody else's, can neither give a row away nor take one over, and that without a tenant
-- there is nothing to reach. Each statement runs as your application's role and is undone.
-- They prove nothing of a table that is not listed, and not that your code sets the right tenant.
--
-- Run it in a database for tests, as a role that row-level security does not bind and that may
-- become the application's; everything is rolled back:
--   pg_prove --dbname "$TEST_DATABASE_URL" isolation.sql

BEGIN;
CREATE EXTENSION IF NOT EXISTS pgtap;

-- Names to change ---------------------------------------------------------------------------------

-- The role that your application logs in as.
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

-- A line for each table with rows of tenants. In `inserts`, %1$L is the key and %2$L the tenant.
CREATE TEMPORARY TABLE tenant_tables (
  name text, key_column text, tenant_column text, text_column text, inserts text
) ON COMMIT DROP;
INSERT INTO tenant_tables VALUES
  ('documents', 'id', 'tenant_id', 'body',
   'INSERT INTO documents (id, tenant_id, title, body) VALUES (%1$L, %2$L, ''title'', ''body'')'),
  ('reports', 'id', 'tenant_id', 'summary',
   'INSERT INTO reports (id, tenant_id, summary) VALUES (%1$L, %2$L, ''summary'')'),
  ('tool_calls', 'id', 'tenant_id', 'arguments',
   'INSERT INTO tool_calls (id, tenant_id, tool, arguments) VALUES (%1$L, %2$L, ''tool'', ''{}'')');

-- Nothing below this line needs a change, unless your keys are no uuids ------------------------------

-- Acme has two rows in each table and Globex three. The key of row n:
CREATE FUNCTION pg_temp.key_of(n integer) RETURNS uuid LANGUAGE sql
AS $$ SELECT md5('leakproof ' || n)::uuid $$;

CREATE FUNCTION pg_temp.name_of(what text) RETURNS text LANGUAGE sql
AS $$ SELECT current_setting('names.' || what) $$;

DO $$
DECLARE
  t record;
BEGIN
  FOR t IN SELECT * FROM tenant_tables LOOP
    FOR n IN 1..5 LOOP
      EXECUTE format(t.inserts, pg_temp.key_of(n),
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

SELECT plan((1 + 17 * count(*))::integer) FROM tenant_tables;

-- The role, without which no policy is asked.
SELECT is(
  (SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = pg_temp.name_of('app_role')),
  false, 'the application is no superuser, and has no BYPASSRLS');
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
SELECT is(pg_temp.as_acme(format('UPDATE %I SET %I = %L WHERE %I = %L',
                                 name, text_column, 'x', key_column, pg_temp.key_of(1))),
          '1 rows', format('%s: a tenant changes its own row', name))
FROM tenant_tables;
SELECT is(pg_temp.as_acme(format(inserts, pg_temp.key_of(6), pg_temp.name_of('acme'))),
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
SELECT is(pg_temp.as_acme(format(inserts, pg_temp.key_of(6), pg_temp.name_of('globex'))),
          '42501', format('%s: a row for another tenant is refused', name))
FROM tenant_tables;

-- No row changes hands: given away, taken, and both by an upsert.
SELECT is(pg_temp.as_acme(format('UPDATE %I SET %I = %L',
                                 name, tenant_column, pg_temp.name_of('globex'))),
          '42501', format('%s: giving a row to another tenant is refused', name))
FROM tenant_tables;
-- '42501' where the application may not write the column at all.
SELECT ok(pg_temp.as_acme(format('UPDATE %I SET %I = %L',
                                 name, tenant_column, pg_temp.name_of('acme')))
          IN ('2 rows', '42501'), format('%s: a tenant makes no row of another its own', name))
FROM tenant_tables;
SELECT is(pg_temp.as_acme(format(inserts, pg_temp.key_of(1), pg_temp.name_of('acme'))
            || format(' ON CONFLICT (%I) DO UPDATE SET %I = %L',
                      key_column, tenant_column, pg_temp.name_of('globex'))),
          '42501', format('%s: an upsert gives no row to another tenant', name))
FROM tenant_tables;
SELECT is(pg_temp.as_acme(format(inserts, pg_temp.key_of(3), pg_temp.name_of('acme'))
            || format(' ON CONFLICT (%I) DO UPDATE SET %I = %L',
                      key_column, tenant_column, pg_temp.name_of('acme'))),
          '42501', format('%s: an upsert makes no row of another its own', name))
FROM tenant_tables;

SELECT * FROM finish();
ROLLBACK;
