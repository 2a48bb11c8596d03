import type { FileTexts } from '../../src/contract/index.ts';
import { grantsTo, urlOf } from './superuser-and-owner-bypass-lab.ts';

/** Answers that are no known wrong answer, and what they must fail. */
export const OTHERS: readonly { name: string; files: FileTexts; check: string; message: RegExp }[] =
  [
    {
      name: 'a role that is not there',
      files: { 'database.url': urlOf('App_User') },
      check: 'logs-in',
      message: /^There are 0 roles named App_User/,
    },
    {
      name: 'an INSERT for jobs, where no tenant was ever set',
      files: {
        'roles.sql': `${grantsTo('app_user')} CREATE POLICY jobs ON notes FOR INSERT
          WITH CHECK (current_setting('app.tenant_id', true) IS NULL)`,
        'database.url': urlOf('app_user'),
      },
      check: 'no-tenant',
      message: /^app_user reached 1 row of notes with INSERT in a session without a tenant\.$/,
    },
    {
      name: 'a view of own notes that takes one for anybody',
      files: {
        'roles.sql': `${grantsTo('app_user')} CREATE VIEW my_notes AS SELECT * FROM notes
            WHERE tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid;
          GRANT SELECT, INSERT, UPDATE, DELETE ON my_notes TO app_user`,
        'database.url': urlOf('app_user'),
      },
      check: 'tenants-apart',
      message: /^app_user changed 1 row of my_notes in /,
    },
    {
      name: 'a tenant that the planner takes for a constant',
      files: {
        'roles.sql': `${grantsTo('app_user')}
          CREATE FUNCTION tenant() RETURNS uuid LANGUAGE sql IMMUTABLE
            AS $$ SELECT nullif(current_setting('app.tenant_id', true), '')::uuid $$;
          ALTER POLICY tenant_isolation ON notes USING (tenant_id = tenant())`,
        'database.url': urlOf('app_user'),
      },
      check: 'tenants-apart',
      message: /^app_user read [1-9]\d* of \d+ notes in /,
    },
    {
      name: 'MAINTAIN, for a job that refreshes statistics',
      files: {
        'roles.sql': `${grantsTo('app_user')} GRANT MAINTAIN ON notes TO app_user`,
        'database.url': urlOf('app_user'),
      },
      check: 'four-commands',
      message: /^app_user holds MAINTAIN on notes, beyond the 4 commands\.$/,
    },
    {
      name: 'REFERENCES and TRIGGER, since the framework asks for them',
      files: {
        'roles.sql': `${grantsTo('app_user')} GRANT REFERENCES, TRIGGER ON notes TO app_user`,
        'database.url': urlOf('app_user'),
      },
      check: 'four-commands',
      message: /^app_user holds TRIGGER, REFERENCES on notes, beyond the 4 commands\.$/,
    },
    {
      name: 'sequences of later migrations, with the right to set them',
      files: {
        'roles.sql': `${grantsTo('app_user')}
        ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON SEQUENCES TO app_user`,
        'database.url': urlOf('app_user'),
      },
      check: 'four-commands',
      message: /^app_user will hold UPDATE on each sequence made from now on/,
    },
    {
      name: 'a definer function whose last argument finds a row of anybody',
      files: {
        'roles.sql': `${grantsTo('app_user')}
        CREATE FUNCTION same_call(who uuid, wanted text) RETURNS SETOF tool_calls LANGUAGE sql
          SECURITY DEFINER SET search_path = pg_catalog, pg_temp
          AS 'SELECT * FROM public.tool_calls WHERE input = wanted'`,
        'database.url': urlOf('app_user'),
      },
      check: 'tenants-apart',
      message: /through same_call\(uuid,text\)/,
    },
    {
      name: 'a user parameter that wins over the name before the @',
      files: {
        'roles.sql': grantsTo('app_user'),
        'database.url': `${urlOf('app_user')}?user=postgres`,
      },
      check: 'plain-role',
      message: /^postgres read .* because it is a superuser\.$/,
    },
    {
      name: 'the workbook’s own auditor',
      files: { 'database.url': urlOf('leakproof_auditor') },
      check: 'plain-role',
      message: /because it has BYPASSRLS/,
    },
    {
      name: 'a member of a group that was made the owner',
      files: {
        'roles.sql': `CREATE ROLE store; GRANT store TO app_owner; GRANT CREATE ON SCHEMA public TO store;
        ALTER TABLE notes OWNER TO store; CREATE ROLE api LOGIN IN ROLE store; ${grantsTo('api')}`,
        'database.url': urlOf('api'),
      },
      check: 'no-way-up',
      message: /^api read .* because it is a member of store, which owns notes\.$/,
    },
    {
      name: 'ADMIN on the owner’s group, without inheriting and without SET ROLE',
      files: {
        'roles.sql': `CREATE ROLE store; GRANT store TO app_owner; GRANT CREATE ON SCHEMA public TO store;
        ALTER TABLE notes OWNER TO store; CREATE ROLE api LOGIN;
        GRANT store TO api WITH ADMIN TRUE, INHERIT FALSE, SET FALSE; ${grantsTo('api')}`,
        'database.url': urlOf('api'),
      },
      check: 'no-way-up',
      message: /^api may grant itself store, which owns notes: as store it read /,
    },
    {
      name: 'a new owner that the old login still reaches',
      files: {
        'roles.sql': `CREATE ROLE vault; GRANT vault TO app_owner; GRANT CREATE ON SCHEMA public TO vault;
        ${grantsTo('app_legacy')} ALTER TABLE notes OWNER TO vault; ALTER TABLE tool_calls OWNER TO vault;
        REVOKE vault FROM app_owner;`,
        'database.url': urlOf('app_legacy'),
      },
      check: 'no-way-up',
      message: /^app_legacy may grant itself vault, which owns notes: as vault it /,
    },
    {
      name: 'TRIGGER beside the four commands',
      files: {
        'roles.sql': `${grantsTo('app_user')} GRANT TRIGGER ON notes TO app_user`,
        'database.url': urlOf('app_user'),
      },
      check: 'four-commands',
      message: /^app_user holds TRIGGER on notes, beyond the 4 commands\.$/,
    },
    {
      name: 'TRUNCATE for everybody',
      files: {
        'roles.sql': `${grantsTo('app_user')} GRANT TRUNCATE ON tool_calls TO PUBLIC`,
        'database.url': urlOf('app_user'),
      },
      check: 'four-commands',
      message: /^app_user removed (\d+) of \1 tool calls with TRUNCATE/,
    },
    {
      name: 'TRUNCATE on a group that is taken with SET ROLE',
      files: {
        'roles.sql': `CREATE ROLE rw; GRANT ALL ON notes TO rw; CREATE ROLE api LOGIN NOINHERIT;
        GRANT rw TO api; ${grantsTo('api')}`,
        'database.url': urlOf('api'),
      },
      check: 'four-commands',
      message: /^api, as rw, removed (\d+) of \1 notes with TRUNCATE/,
    },
    {
      name: 'TRUNCATE on the tables to come',
      files: {
        'roles.sql': `${grantsTo('app_user')} ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO app_user`,
        'database.url': urlOf('app_user'),
      },
      check: 'four-commands',
      message: /^app_user will hold TRUNCATE on each table that app_owner makes from now on/,
    },
    {
      name: 'CREATE on the schema',
      files: {
        'roles.sql': `${grantsTo('app_user')} GRANT ALL ON SCHEMA public TO app_user`,
        'database.url': urlOf('app_user'),
      },
      check: 'four-commands',
      message: /may create objects in the schema public/,
    },
    {
      name: 'a copy of the rows without policies',
      files: {
        'roles.sql': `${grantsTo('app_user')} CREATE TABLE notes_2024 AS SELECT * FROM notes;
        GRANT SELECT ON ALL TABLES IN SCHEMA public TO app_user`,
        'database.url': urlOf('app_user'),
      },
      check: 'tenants-apart',
      message: /^app_user read \d+ rows of notes_2024 /,
    },
    {
      name: 'a role that may have 0 connections',
      files: {
        'roles.sql': `CREATE ROLE api LOGIN CONNECTION LIMIT 0; ${grantsTo('api')}`,
        'database.url': urlOf('api'),
      },
      check: 'logs-in',
      message: /CONNECTION LIMIT 0/,
    },
    {
      name: 'a role whose password has expired',
      files: {
        'roles.sql': `CREATE ROLE api LOGIN VALID UNTIL '2001-01-01'; ${grantsTo('api')}`,
        'database.url': urlOf('api'),
      },
      check: 'logs-in',
      message: /VALID UNTIL/,
    },
    {
      name: 'tables that were emptied',
      files: {
        'roles.sql': `${grantsTo('app_user')} TRUNCATE notes`,
        'database.url': urlOf('app_user'),
      },
      check: 'rows-intact',
      message: /is no longer/,
    },
    {
      name: 'a view of its own that the role was given',
      files: {
        'roles.sql': `CREATE ROLE api LOGIN; GRANT api TO app_owner; GRANT CREATE ON SCHEMA public TO api;
        CREATE VIEW mine WITH (security_invoker = true) AS SELECT id FROM notes; ALTER VIEW mine OWNER TO api;
        REVOKE CREATE ON SCHEMA public FROM api; ${grantsTo('api')}`,
        'database.url': urlOf('api'),
      },
      check: 'owns-nothing',
      message: /^api owns view mine\.$/,
    },
    {
      name: 'a definer function that hands the rows out as JSON',
      files: definer(
        `CREATE FUNCTION report() RETURNS json LANGUAGE sql SECURITY DEFINER
           AS 'SELECT json_agg(t) FROM public.tool_calls t'`,
        'tool_calls',
      ),
      check: 'tenants-apart',
      message: /^app_user read 1 row through report\(\) in \S+ context/,
    },
    {
      name: 'a definer function that finds a row by its key',
      files: definer(
        `CREATE FUNCTION note_text(wanted bigint, upper boolean DEFAULT false) RETURNS text
           LANGUAGE sql SECURITY DEFINER AS 'SELECT body FROM public.notes WHERE id = wanted'`,
      ),
      check: 'tenants-apart',
      message: /^app_user read 1 row through note_text\(bigint,boolean\)/,
    },
    {
      name: 'a definer procedure that deletes for everybody',
      files: definer(
        `CREATE PROCEDURE tidy(older_than interval) LANGUAGE sql SECURITY DEFINER
           AS 'DELETE FROM public.notes WHERE older_than < interval ''0 days'''`,
      ),
      check: 'tenants-apart',
      message: /^app_user changed \d+ rows? through tidy\(interval\)/,
    },
  ];

/** FORCE taken off a table, and a function over it. */
function definer(sql: string, table = 'notes'): FileTexts {
  return {
    'roles.sql': `${grantsTo('app_user')}
      ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY; ${sql}`,
    'database.url': urlOf('app_user'),
  };
}

/** Ends as could-not-check: what reads past the policies cannot be called with what is known. */
export const UNKNOWN = definer(
  `CREATE FUNCTION by_mark(mark xml) RETURNS SETOF notes LANGUAGE plpgsql SECURITY DEFINER AS $$
     BEGIN
       IF mark IS NULL THEN RAISE EXCEPTION 'no mark'; END IF;
       RETURN QUERY SELECT * FROM public.notes;
     END $$`,
);

/** Sound answers beyond those of the lesson's folder: none may be refused. */
export const SOUND: readonly { name: string; files: FileTexts }[] = [
  {
    name: 'a trigger that notes in one table what is written to another',
    files: {
      'roles.sql': `${grantsTo('app_user')}
        CREATE FUNCTION note_made() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          INSERT INTO tool_calls (tenant_id, tool, input) VALUES (NEW.tenant_id, 'note', 'made');
          RETURN NULL; END $$;
        CREATE TRIGGER note_made AFTER INSERT OR UPDATE ON notes
          FOR EACH ROW EXECUTE FUNCTION note_made()`,
      'database.url': urlOf('app_user'),
    },
  },
  {
    name: 'a member that neither inherits nor sets nor rules is a member in name only',
    files: {
      'roles.sql': `CREATE ROLE store; GRANT store TO app_owner; GRANT CREATE ON SCHEMA public TO store;
        CREATE ROLE api LOGIN; ${grantsTo('api')}
        ALTER TABLE notes OWNER TO store; GRANT store TO api WITH INHERIT FALSE, SET FALSE`,
      'database.url': urlOf('api'),
    },
  },
  {
    name: 'grants to PUBLIC, and a login without any of its own',
    files: {
      'roles.sql': `CREATE ROLE api LOGIN; ${grantsTo('PUBLIC')}`,
      'database.url': urlOf('api'),
    },
  },
  {
    name: 'a restrictive policy on top, and a view with its invoker’s rights',
    files: {
      'roles.sql': `${grantsTo('app_user')}
        CREATE POLICY net ON notes AS RESTRICTIVE
          USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
        CREATE VIEW recent WITH (security_invoker = true) AS SELECT * FROM notes;
        GRANT SELECT ON recent TO app_user`,
      'database.url': urlOf('app_user'),
    },
  },
  {
    name: 'all sequences, to read as well',
    files: {
      'roles.sql': `GRANT SELECT, INSERT, UPDATE, DELETE ON notes, tool_calls TO app_user;
        GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO app_user`,
      'database.url': urlOf('app_user'),
    },
  },
  {
    name: 'settings of the login that a server would apply',
    files: {
      'roles.sql': `${grantsTo('app_user')}
        ALTER ROLE app_user SET search_path = "$user", public;
        ALTER ROLE app_user SET statement_timeout = '5s'; ALTER ROLE app_user SET row_security = on`,
      'database.url': urlOf('app_user'),
    },
  },
  {
    name: 'a definer function of a forced owner, and one that counts',
    files: {
      'roles.sql': `${grantsTo('app_user')}
        ALTER TABLE notes FORCE ROW LEVEL SECURITY;
        CREATE FUNCTION recent(n int) RETURNS SETOF notes LANGUAGE sql SECURITY DEFINER
          AS 'SELECT * FROM public.notes ORDER BY id DESC LIMIT n';
        CREATE FUNCTION version_of(VARIADIC names text[]) RETURNS text LANGUAGE sql
          AS 'SELECT version()'`,
      'database.url': urlOf('app_user'),
    },
  },
  {
    name: 'policies that fail loudly where no tenant is set',
    files: {
      'roles.sql': `${grantsTo('app_user')}
        ALTER POLICY tenant_isolation ON notes USING (tenant_id = current_setting('app.tenant_id')::uuid);
        CREATE FUNCTION required() RETURNS text LANGUAGE plpgsql STABLE AS $$ BEGIN
          RETURN nullif(current_setting('app.tenant_id'), '');
        EXCEPTION WHEN undefined_object THEN RAISE EXCEPTION 'no tenant'; END $$;
        ALTER POLICY tenant_isolation ON tool_calls USING (tenant_id::text = required())`,
      'database.url': urlOf('app_user'),
    },
  },
  {
    name: 'an identity column in place of the serial, which needs no grant on a sequence',
    files: {
      'roles.sql': `GRANT SELECT, INSERT, UPDATE, DELETE ON notes, tool_calls TO app_user;
        ALTER TABLE notes ALTER id DROP DEFAULT; DROP SEQUENCE notes_id_seq;
        ALTER TABLE notes ALTER id ADD GENERATED BY DEFAULT AS IDENTITY (START 100000)`,
      'database.url': urlOf('app_user'),
    },
  },
];
