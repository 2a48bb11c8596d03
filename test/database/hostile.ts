/** A text of SQL that tries to leave its role, and what the server must answer. */
export interface HostileSql {
  readonly tries: string;
  readonly sql: string;
  /** The SQLSTATE that refuses it; null where it runs, and only its effect must be nil. */
  readonly refusedWith: string | null;
}

/**
 * Run as the owner of the tables, confined. Afterwards nobody may have gained a right, the
 * session must be the superuser's, and the next role must be what it was asked to be.
 */
export const HOSTILE: readonly HostileSql[] = [
  { tries: 'RESET ROLE', sql: 'RESET ROLE', refusedWith: '42501' },
  { tries: 'SET ROLE NONE', sql: 'SET ROLE NONE', refusedWith: '42501' },
  { tries: 'SET ROLE to the superuser', sql: 'SET ROLE postgres', refusedWith: '42501' },
  { tries: 'SET LOCAL ROLE', sql: 'BEGIN; SET LOCAL ROLE postgres', refusedWith: '42501' },
  {
    tries: 'SET SESSION AUTHORIZATION',
    sql: 'SET SESSION AUTHORIZATION postgres',
    refusedWith: '42501',
  },
  {
    tries: 'RESET SESSION AUTHORIZATION',
    sql: 'RESET SESSION AUTHORIZATION',
    refusedWith: '42501',
  },
  { tries: 'DISCARD ALL', sql: 'DISCARD ALL', refusedWith: '42501' },
  {
    tries: 'set_config on the role',
    sql: `SELECT set_config('role', 'postgres', false)`,
    refusedWith: '42501',
  },
  {
    tries: 'set_config on the session authorization',
    sql: `SELECT set_config('session_authorization', 'postgres', false)`,
    refusedWith: '42501',
  },
  {
    tries: 'UPDATE pg_settings',
    sql: `UPDATE pg_settings SET setting = 'postgres' WHERE name IN ('role', 'session_authorization')`,
    // The view does not list the two, so there is nothing to update.
    refusedWith: null,
  },
  {
    tries: 'a role change after COMMIT',
    sql: 'BEGIN; COMMIT; RESET ROLE',
    refusedWith: '42501',
  },
  {
    tries: 'a role change after ROLLBACK',
    sql: 'BEGIN; ROLLBACK; SET ROLE postgres',
    refusedWith: '42501',
  },
  {
    tries: 'a role change inside DO',
    sql: `DO $$ BEGIN SET ROLE postgres; END $$`,
    refusedWith: '42501',
  },
  {
    tries: 'a DO block that escapes and returns',
    sql: `DO $$ BEGIN
      SET SESSION AUTHORIZATION postgres;
      ALTER ROLE app_user SUPERUSER;
      SET SESSION AUTHORIZATION app_owner;
    END $$`,
    refusedWith: '42501',
  },
  {
    tries: 'a DO block that catches the refusal and goes on',
    sql: `DO $$ BEGIN
      BEGIN SET ROLE postgres; EXCEPTION WHEN OTHERS THEN NULL; END;
      ALTER ROLE app_user BYPASSRLS;
    END $$`,
    refusedWith: '42501',
  },
  {
    tries: 'a procedure that commits and then changes the role',
    sql: `CREATE PROCEDURE climb() LANGUAGE plpgsql AS $$ BEGIN COMMIT; SET ROLE postgres; END $$;
      COMMIT; CALL climb()`,
    refusedWith: '2D000',
  },
  {
    tries: 'a function with a SET clause on the role',
    sql: `CREATE FUNCTION climb() RETURNS int LANGUAGE sql SET role = 'postgres' AS 'SELECT 1'; SELECT climb()`,
    refusedWith: '42501',
  },
  { tries: 'ALTER ROLE … SUPERUSER', sql: 'ALTER ROLE app_user SUPERUSER', refusedWith: '42501' },
  { tries: 'ALTER ROLE … BYPASSRLS', sql: 'ALTER ROLE app_user BYPASSRLS', refusedWith: '42501' },
  { tries: 'CREATE ROLE … SUPERUSER', sql: 'CREATE ROLE climber SUPERUSER', refusedWith: '42501' },
  { tries: 'GRANT of the superuser', sql: 'GRANT postgres TO app_user', refusedWith: '42501' },
  {
    tries: 'a catalog update',
    sql: `UPDATE pg_catalog.pg_authid SET rolsuper = true WHERE rolname = 'app_user'`,
    refusedWith: '42501',
  },
  {
    tries: 'switching policies off in the catalog',
    sql: `UPDATE pg_catalog.pg_class SET relrowsecurity = false WHERE relname = 'documents'`,
    refusedWith: '42501',
  },
  {
    tries: 'COPY … TO PROGRAM',
    sql: `COPY documents TO PROGRAM 'cat > /tmp/x'`,
    refusedWith: '42501',
  },
  { tries: 'COPY … TO a file', sql: `COPY documents TO '/tmp/x'`, refusedWith: '42501' },
  { tries: 'reading a file', sql: `SELECT pg_read_file('postgresql.conf')`, refusedWith: '42501' },
  { tries: 'ALTER SYSTEM', sql: `ALTER SYSTEM SET search_path = 'x'`, refusedWith: '42501' },
  {
    tries: 'an event trigger',
    sql: `CREATE FUNCTION e() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN ALTER ROLE app_user SUPERUSER; END $$; CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION e()`,
    refusedWith: '42501',
  },
  {
    tries: 'an untrusted language',
    sql: `CREATE FUNCTION c() RETURNS int LANGUAGE c AS 'x'`,
    refusedWith: '42501',
  },
  {
    tries: 'a temporary view that shadows a table',
    sql: `CREATE TEMP VIEW documents AS SELECT 1 AS id`,
    refusedWith: '42501',
  },
  {
    tries: 'settings of another role',
    sql: `ALTER ROLE postgres SET search_path = 'evil'`,
    refusedWith: '42501',
  },
  {
    tries: 'settings of the database',
    sql: `ALTER DATABASE postgres SET search_path = 'evil'`,
    refusedWith: '42501',
  },
  {
    tries: 'taking the auditor',
    sql: 'GRANT leakproof_auditor TO app_user',
    refusedWith: '42501',
  },
  {
    tries: 'DROP SCHEMA public CASCADE',
    sql: 'DROP SCHEMA public CASCADE',
    refusedWith: '42501',
  },
  {
    tries: 'a cursor WITH HOLD that is read later',
    sql: `CREATE FUNCTION climb() RETURNS text LANGUAGE plpgsql AS $$ BEGIN
        ALTER ROLE app_user SUPERUSER; RETURN 'climbed';
      EXCEPTION WHEN insufficient_privilege THEN RETURN current_user; END $$;
      DECLARE held CURSOR WITH HOLD FOR SELECT climb()`,
    refusedWith: null,
  },
  {
    tries: 'a deferred trigger that waits for the commit',
    sql: `CREATE FUNCTION climb() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        ALTER ROLE app_user SUPERUSER; RETURN NULL;
      EXCEPTION WHEN insufficient_privilege THEN RETURN NULL; END $$;
      CREATE CONSTRAINT TRIGGER late AFTER INSERT ON documents
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION climb();
      INSERT INTO documents VALUES (99, NULL, 'x')`,
    refusedWith: null,
  },
  {
    tries: 'a trigger on a seeded table, for whoever inserts next',
    sql: `CREATE FUNCTION climb() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        ALTER ROLE app_user SUPERUSER; RETURN NEW;
      EXCEPTION WHEN insufficient_privilege THEN RETURN NEW; END $$;
      CREATE TRIGGER trap BEFORE INSERT OR UPDATE OR DELETE ON documents
        FOR EACH ROW EXECUTE FUNCTION climb()`,
    refusedWith: null,
  },
  {
    tries: 'a policy with a trap, for whoever reads next',
    sql: `CREATE FUNCTION climb() RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN
        ALTER ROLE app_user SUPERUSER; RETURN true;
      EXCEPTION WHEN insufficient_privilege THEN RETURN true; END $$;
      ALTER TABLE documents ENABLE ROW LEVEL SECURITY;
      CREATE POLICY trap ON documents USING (climb())`,
    refusedWith: null,
  },
  {
    tries: 'a SECURITY DEFINER function of its own',
    sql: `CREATE FUNCTION climb() RETURNS text LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
        ALTER ROLE app_user SUPERUSER; RETURN 'climbed';
      EXCEPTION WHEN insufficient_privilege THEN RETURN current_user; END $$;
      SELECT climb()`,
    refusedWith: null,
  },
  {
    tries: 'a prepared statement left behind',
    sql: `PREPARE later AS SELECT current_user`,
    refusedWith: null,
  },
  {
    tries: 'settings left behind',
    sql: `SET app.tenant_id = 'globex'; SET search_path = 'evil'`,
    refusedWith: null,
  },
  { tries: 'a transaction left open', sql: 'BEGIN; CREATE TABLE t2 (a int)', refusedWith: null },
  {
    tries: 'an advisory lock and LISTEN',
    sql: 'SELECT pg_advisory_lock(1); LISTEN x',
    refusedWith: null,
  },
  { tries: 'DROP OWNED BY itself', sql: 'DROP OWNED BY app_owner', refusedWith: null },
];
