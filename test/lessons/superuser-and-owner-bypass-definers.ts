import type { FileTexts } from '../../src/contract/index.ts';
import { grantsTo, urlOf } from './superuser-and-owner-bypass-lab.ts';

/** Functions with the owner's rights: what the application gets by them, and what it does not. */

const OWN = `tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid`;
/** The same inside a literal. */
const OWN_QUOTED = OWN.replaceAll("'", "''");

const answer = (sql: string): FileTexts => ({
  'roles.sql': `${grantsTo('app_user')} ${sql}`,
  'database.url': urlOf('app_user'),
});

/** A table without FORCE, whose owner is exempt. */
const exempt = (sql: string, table = 'notes'): FileTexts =>
  answer(`ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY; ${sql}`);

const plpgsql = (head: string, body: string): string =>
  `CREATE ${head} LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
     AS $$ BEGIN ${body}; END $$;`;

const finds = (head: string, condition: string): FileTexts =>
  exempt(
    plpgsql(
      `FUNCTION ${head} RETURNS SETOF public.notes`,
      `RETURN QUERY EXECUTE 'SELECT * FROM public.notes WHERE ${condition}`,
    ),
  );

const STATEMENT = 'definer-runs-any-statement';
const OPENED = 'definer-opens-the-table';

interface Refused {
  readonly name: string;
  readonly files: FileTexts;
  /** The known wrong answer whose explanation the learner is shown. */
  readonly resembles: string;
  readonly message: RegExp;
}

/** All fail `tenants-apart`. */
export const REFUSED_DEFINERS: readonly Refused[] = [
  {
    name: 'a statement that returns notes',
    files: exempt(
      plpgsql('FUNCTION run(q text) RETURNS SETOF public.notes', 'RETURN QUERY EXECUTE q'),
    ),
    resembles: STATEMENT,
    message: /^app_user read \d+ rows through run\(text\) in /,
  },
  {
    name: 'a statement for one value, as JSON',
    files: exempt(`CREATE FUNCTION run(q text) RETURNS json LANGUAGE plpgsql SECURITY DEFINER
      AS $$ DECLARE r json; BEGIN EXECUTE q INTO r; RETURN r; END $$`),
    resembles: STATEMENT,
    message: /^app_user read 1 row through run\(text\) in /,
  },
  {
    name: 'a statement whose columns the caller lists',
    files: exempt(plpgsql('FUNCTION run(q text) RETURNS SETOF record', 'RETURN QUERY EXECUTE q')),
    resembles: STATEMENT,
    message: /^app_user read \d+ rows through run\(text\) in /,
  },
  {
    name: 'a statement of which nothing comes back, as an owner whom FORCE binds',
    files: answer(
      `ALTER TABLE notes FORCE ROW LEVEL SECURITY; ALTER TABLE tool_calls FORCE ROW LEVEL SECURITY;
       ${plpgsql('PROCEDURE run(q text)', 'EXECUTE q')}`,
    ),
    resembles: STATEMENT,
    message: /^After run\(text\), app_user read \d+ rows of notes in /,
  },
  {
    name: 'a quote in a search word',
    files: finds('find(q text)', `${OWN_QUOTED} AND body = ''' || q || ''''`),
    resembles: STATEMENT,
    message: /^app_user read \d+ rows through find\(text\) in /,
  },
  {
    name: 'a quote in a pattern, and the tenant on the next line',
    files: finds('find(q text)', `(body LIKE ''%' || q || '%'')\n AND ${OWN_QUOTED}'`),
    resembles: STATEMENT,
    message: /^app_user read \d+ rows through find\(text\) in /,
  },
  {
    name: 'an order that the caller writes',
    files: finds('sorted(by_what text)', `${OWN_QUOTED} ORDER BY ' || by_what`),
    resembles: STATEMENT,
    message: /^app_user read \d+ rows through sorted\(text\) in /,
  },
  {
    name: 'a direction that the caller writes, after a column and a text that are quoted',
    files: exempt(
      plpgsql(
        'FUNCTION find(col text, q text, how text) RETURNS SETOF public.notes',
        `RETURN QUERY EXECUTE format('SELECT * FROM public.notes
           WHERE ${OWN_QUOTED} AND %I::text = %L ORDER BY id %s', col, q, how)`,
      ),
    ),
    resembles: STATEMENT,
    message: /^app_user read \d+ rows through find\(text,text,text\) in /,
  },
  {
    name: 'a quote in a new text',
    files: exempt(
      plpgsql(
        'FUNCTION put(k bigint, q text) RETURNS void',
        `EXECUTE 'UPDATE public.notes SET body = ''' || q || ''' WHERE ${OWN_QUOTED} AND id = ' || k`,
      ),
    ),
    resembles: STATEMENT,
    message: /put\(bigint,text\)/,
  },
  {
    name: 'a table by its name',
    files: exempt(
      plpgsql(
        'FUNCTION dump(t text) RETURNS SETOF json',
        `RETURN QUERY EXECUTE format('SELECT row_to_json(x) FROM public.%I x', t)`,
      ),
      'tool_calls',
    ),
    resembles: STATEMENT,
    message: /^app_user read \d+ rows through dump\(text\) in /,
  },
  {
    name: 'a table by its oid',
    files: exempt(
      plpgsql(
        'FUNCTION dump(t regclass) RETURNS SETOF json',
        `RETURN QUERY EXECUTE format('SELECT row_to_json(x) FROM %s x', t)`,
      ),
    ),
    resembles: 'definer-function',
    message: /^app_user read \d+ rows through dump\(regclass\) in /,
  },
  {
    name: 'a policy for everything',
    files: answer(
      plpgsql('FUNCTION open() RETURNS void', 'CREATE POLICY o ON public.notes USING (true)'),
    ),
    resembles: OPENED,
    message: /^After open\(\), app_user read \d+ rows of notes in /,
  },
  {
    name: 'a policy for deleting, which no reading shows',
    files: answer(
      plpgsql(
        'FUNCTION open() RETURNS void',
        'CREATE POLICY o ON public.notes FOR DELETE USING (true)',
      ),
    ),
    resembles: OPENED,
    message: /^After open\(\), app_user changed \d+ rows of notes in /,
  },
  {
    name: 'a policy for new rows',
    files: answer(
      plpgsql(
        'FUNCTION open() RETURNS void',
        'CREATE POLICY o ON public.tool_calls FOR INSERT WITH CHECK (true)',
      ),
    ),
    resembles: OPENED,
    message: /^After open\(\), app_user changed 1 row of tool_calls in /,
  },
  {
    name: 'TRUNCATE, granted on demand',
    files: answer(
      plpgsql('FUNCTION grow() RETURNS void', 'GRANT TRUNCATE ON public.notes TO app_user'),
    ),
    resembles: OPENED,
    message: /^After grow\(\), app_user changed \d+ rows of notes in /,
  },
  {
    name: 'the owner’s group, granted on demand, under FORCE',
    files: answer(
      `CREATE ROLE store; GRANT store TO app_owner; GRANT CREATE ON SCHEMA public TO store;
       ALTER TABLE notes FORCE ROW LEVEL SECURITY; ALTER TABLE notes OWNER TO store;
       ${plpgsql('FUNCTION grow() RETURNS void', 'GRANT store TO app_user')}`,
    ),
    resembles: OPENED,
    message: /^After grow\(\), app_user changed \d+ rows of notes in /,
  },
  {
    name: 'a function that opens the table with one of its arguments and fails with the others',
    files: answer(
      plpgsql(
        'FUNCTION load(dry boolean) RETURNS text',
        `IF dry THEN RAISE EXCEPTION 'nothing to do'; END IF;
         ALTER TABLE public.notes DISABLE ROW LEVEL SECURITY; RETURN 'ready'`,
      ),
    ),
    resembles: OPENED,
    message: /^After load\(boolean\), app_user read \d+ rows of notes in /,
  },
  {
    name: 'a trigger that opens another table',
    files: answer(
      `${plpgsql(
        'FUNCTION ready() RETURNS trigger',
        'ALTER TABLE public.notes DISABLE ROW LEVEL SECURITY; RETURN NULL',
      )} CREATE TRIGGER ready AFTER INSERT ON tool_calls FOR EACH ROW EXECUTE FUNCTION ready()`,
    ),
    resembles: OPENED,
    message: /^After ready on tool_calls, app_user read \d+ rows of notes in /,
  },
  {
    name: 'a copy of anybody’s note among one’s own',
    files: exempt(
      `CREATE FUNCTION copy_note(k bigint) RETURNS void LANGUAGE sql SECURITY DEFINER AS $$
         INSERT INTO public.notes (tenant_id, body)
         SELECT nullif(current_setting('app.tenant_id', true), '')::uuid, body
         FROM public.notes WHERE id = k $$`,
    ),
    resembles: 'definer-function',
    message: /^After copy_note\(bigint\), app_user read \d+ rows of notes in /,
  },
  {
    name: 'a copy that the application may read, made on demand',
    files: exempt(
      plpgsql(
        'FUNCTION keep() RETURNS void',
        `CREATE TABLE public.kept AS SELECT * FROM public.notes;
         GRANT SELECT ON public.kept TO app_user`,
      ),
    ),
    resembles: 'definer-function',
    message: /^After keep\(\), app_user read \d+ rows of public\.kept in /,
  },
  {
    name: 'a materialised view that is empty until it is refreshed',
    files: exempt(
      `CREATE MATERIALIZED VIEW all_notes AS SELECT id, body FROM notes WITH NO DATA;
       GRANT SELECT ON all_notes TO app_user;
       ${plpgsql('FUNCTION refresh() RETURNS void', 'REFRESH MATERIALIZED VIEW public.all_notes')}`,
    ),
    resembles: 'definer-function',
    message: /^After refresh\(\), app_user read \d+ rows of public\.all_notes in /,
  },
  {
    name: 'how many notes a tenant has, beside its id',
    files: exempt(
      `CREATE FUNCTION notes_of(t uuid) RETURNS TABLE (who uuid, n bigint) LANGUAGE sql
         SECURITY DEFINER AS 'SELECT t, count(*) FROM public.notes WHERE tenant_id = t'`,
    ),
    resembles: 'definer-function',
    message: /^app_user read 1 row through notes_of\(uuid\) in /,
  },
  {
    name: 'a text that comes back only where somebody has it',
    files: exempt(
      `CREATE FUNCTION text_of(t text) RETURNS text LANGUAGE sql SECURITY DEFINER
         AS 'SELECT body FROM public.notes WHERE body = t'`,
    ),
    resembles: 'definer-function',
    message: /^app_user read 1 row through text_of\(text\) in /,
  },
];

/** None may be refused. */
export const SOUND_DEFINERS: readonly { readonly name: string; readonly files: FileTexts }[] = [
  {
    name: 'functions that hand back what they were given',
    files: answer(
      `CREATE FUNCTION clean(t text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT trim(t)';
       CREATE FUNCTION pair(a text, k bigint) RETURNS json LANGUAGE sql SECURITY DEFINER
         AS 'SELECT json_build_object(''a'', a, ''k'', k)';
       ${plpgsql(
         'FUNCTION print_of(t text) RETURNS TABLE (given text, print text)',
         'RETURN QUERY SELECT t, md5(t)',
       )}
       ${plpgsql(
         'FUNCTION as_uuid(t text) RETURNS uuid',
         'RETURN t::uuid; EXCEPTION WHEN others THEN RETURN NULL',
       )}`,
    ),
  },
  {
    name: 'a new note of one’s own, which comes back',
    files: exempt(
      `CREATE FUNCTION add_note(t text) RETURNS notes LANGUAGE sql SECURITY DEFINER AS $$
         INSERT INTO public.notes (tenant_id, body)
         VALUES (nullif(current_setting('app.tenant_id', true), '')::uuid, t) RETURNING * $$`,
    ),
  },
  {
    name: 'several new notes of one’s own',
    files: exempt(
      `CREATE FUNCTION add_notes(VARIADIC t text[]) RETURNS void LANGUAGE sql SECURITY DEFINER AS $$
         INSERT INTO public.notes (tenant_id, body)
         SELECT nullif(current_setting('app.tenant_id', true), '')::uuid, x FROM unnest(t) x $$`,
    ),
  },
  {
    name: 'a login by token that is logged and sets the tenant',
    files: answer(
      `CREATE TABLE tokens AS SELECT DISTINCT gen_random_uuid()::text AS token, tenant_id FROM notes;
       CREATE TABLE seen (token text);
       ${plpgsql(
         'FUNCTION login(t text) RETURNS text',
         `INSERT INTO public.seen VALUES (t);
          RETURN set_config('app.tenant_id', coalesce(
            (SELECT tenant_id::text FROM public.tokens WHERE token = t), ''), true)`,
       )}`,
    ),
  },
  {
    name: 'a tenant that is set and logged, which the application may do by itself',
    files: answer(
      `CREATE TABLE seen (who uuid);
       ${plpgsql(
         'FUNCTION set_tenant(t uuid) RETURNS uuid',
         `INSERT INTO public.seen VALUES (t);
          PERFORM set_config('app.tenant_id', t::text, true); RETURN t`,
       )}`,
    ),
  },
  {
    name: 'a text that is bound',
    files: finds('find(q text)', `${OWN_QUOTED} AND body LIKE ''%'' || $1 || ''%''' USING q`),
  },
  {
    name: 'a column and a text that are quoted',
    files: exempt(
      plpgsql(
        'FUNCTION find(col text, q text) RETURNS SETOF public.notes',
        `RETURN QUERY EXECUTE
           format('SELECT * FROM public.notes WHERE ${OWN_QUOTED} AND %I::text = %L', col, q)`,
      ),
    ),
  },
  {
    name: 'a count of the tenant’s notes, and a clearing of its log',
    files: exempt(
      `CREATE FUNCTION count_notes() RETURNS bigint LANGUAGE sql SECURITY DEFINER
         AS $$ SELECT count(*) FROM public.notes WHERE ${OWN} $$;
       ALTER TABLE tool_calls NO FORCE ROW LEVEL SECURITY;
       CREATE FUNCTION clear_log() RETURNS void LANGUAGE sql SECURITY DEFINER
         AS $$ DELETE FROM public.tool_calls WHERE ${OWN} $$;`,
    ),
  },
  {
    name: 'any statement, for the owner only',
    files: exempt(
      `${plpgsql('FUNCTION run(q text) RETURNS void', 'EXECUTE q')}
       REVOKE EXECUTE ON FUNCTION run FROM PUBLIC`,
    ),
  },
  {
    name: 'any statement, with the caller’s rights, and with those of a reader whom policies bind',
    files: answer(
      `CREATE FUNCTION run(q text) RETURNS SETOF notes LANGUAGE plpgsql
         AS $$ BEGIN RETURN QUERY EXECUTE q; END $$;
       CREATE ROLE reader; GRANT reader TO app_owner; GRANT SELECT ON notes TO reader;
       GRANT CREATE ON SCHEMA public TO reader;
       ${plpgsql('FUNCTION ask(q text) RETURNS SETOF public.notes', 'RETURN QUERY EXECUTE q')}
       ALTER FUNCTION ask OWNER TO reader; REVOKE CREATE ON SCHEMA public FROM reader`,
    ),
  },
  {
    name: 'an audit trigger with the owner’s rights',
    files: answer(
      `CREATE TABLE audit (tenant_id uuid, body text);
       ${plpgsql(
         'FUNCTION audit() RETURNS trigger',
         `INSERT INTO public.audit VALUES (coalesce(NEW.tenant_id, OLD.tenant_id), NEW.body);
          RETURN NULL`,
       )}
       CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON notes
         FOR EACH ROW EXECUTE FUNCTION audit()`,
    ),
  },
  {
    name: 'a table for each month, made on demand',
    files: answer(
      plpgsql(
        'FUNCTION make_month(m date) RETURNS void',
        `EXECUTE format('CREATE TABLE IF NOT EXISTS public.%I (at date)',
           'm_' || to_char(m, 'YYYYMM'))`,
      ),
    ),
  },
];
