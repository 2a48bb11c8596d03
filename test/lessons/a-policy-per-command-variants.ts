/** Answers tried while the lesson was played: odd ones that are sound, and plausible ones that are not. */

const TABLES = ['documents', 'reports', 'tool_calls'] as const;
const MINE = 'tenant_id = current_tenant()';

/** Row-level security on all tables, and some statements for each. */
const each = (sql: (table: string) => string): string =>
  TABLES.map((table) => `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY; ${sql(table)};`).join(
    '\n',
  );

const keep = (raise: string): string => `
  CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.tenant_id <> OLD.tenant_id THEN RAISE EXCEPTION ${raise}; END IF; RETURN NEW;
  END $$;
  ${each(
    (t) => `CREATE POLICY r ON ${t} FOR SELECT USING (${MINE});
      CREATE POLICY a ON ${t} FOR INSERT WITH CHECK (${MINE});
      CREATE POLICY w ON ${t} FOR UPDATE USING (${MINE}) WITH CHECK (true);
      CREATE POLICY d ON ${t} FOR DELETE USING (${MINE});
      CREATE TRIGGER keep BEFORE UPDATE ON ${t} FOR EACH ROW EXECUTE FUNCTION keep()`,
  )}`;

const onDocuments = (security: string, does: string): string => `
  CREATE FUNCTION after_write() RETURNS trigger LANGUAGE plpgsql ${security} AS $$ BEGIN
    ${does}; RETURN NULL; END $$;
  CREATE TRIGGER after_write AFTER INSERT OR UPDATE ON documents
    FOR EACH ROW EXECUTE FUNCTION after_write();`;

interface Variant {
  readonly name: string;
  readonly policies: string;
  /** Passes, or the check that does not. */
  readonly expected:
    'passed' | { readonly id: string; readonly status: string; readonly resembles?: string };
}

export const VARIANTS: readonly Variant[] = [
  {
    name: 'a trigger that logs each change in its tenant’s name',
    policies: `${each((t) => `CREATE POLICY p ON ${t} USING (${MINE})`)}
      ${onDocuments(
        '',
        `INSERT INTO public.tool_calls (id, tenant_id, tool, arguments)
        VALUES (gen_random_uuid(), NEW.tenant_id, 'save', 'a document')`,
      )}`,
    expected: 'passed',
  },
  {
    name: 'a trigger that removes an old row as the owner of all of them',
    policies: `${each((t) => `CREATE POLICY p ON ${t} USING (${MINE})`)}
      ${onDocuments(
        'SECURITY DEFINER',
        `DELETE FROM public.tool_calls
        WHERE id = (SELECT min(id::text)::uuid FROM public.tool_calls)`,
      )}`,
    expected: { id: 'nothing-around', status: 'failed' },
  },
  {
    name: 'compared as text',
    policies: each(
      (t) =>
        `CREATE POLICY p ON ${t} USING (tenant_id::text = current_setting('app.tenant_id', true))`,
    ),
    expected: 'passed',
  },
  {
    name: 'IS NOT DISTINCT FROM, on a column that is never NULL',
    policies: each(
      (t) => `CREATE POLICY p ON ${t} USING (tenant_id IS NOT DISTINCT FROM current_tenant())`,
    ),
    expected: 'passed',
  },
  {
    name: 'a script that can run twice',
    policies: each(
      (t) =>
        `DROP POLICY IF EXISTS p ON ${t}; CREATE POLICY p ON ${t} TO PUBLIC USING (${MINE}); ALTER TABLE ${t} FORCE ROW LEVEL SECURITY`,
    ),
    expected: 'passed',
  },
  {
    name: 'a trigger that stamps the tenant under an open check',
    policies: `CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.tenant_id := current_tenant(); RETURN NEW; END $$;
      ${each((t) => `CREATE POLICY p ON ${t} USING (${MINE}) WITH CHECK (true); CREATE TRIGGER s BEFORE INSERT OR UPDATE ON ${t} FOR EACH ROW EXECUTE FUNCTION stamp()`)}`,
    expected: 'passed',
  },
  {
    name: 'a trigger that refuses a move as a denial',
    policies: keep("'tenant_id is fixed' USING ERRCODE = 'insufficient_privilege'"),
    expected: 'passed',
  },
  {
    name: 'the same with an error that does not say what it is',
    policies: keep("'tenant_id is fixed'"),
    expected: { id: 'move-by-update', status: 'could-not-check' },
  },
  {
    name: 'open as long as no tenant was ever set on the connection',
    policies: each(
      (t) =>
        `CREATE POLICY p ON ${t} USING (current_setting('app.tenant_id', true) IS NULL OR ${MINE})`,
    ),
    expected: { id: 'no-context', status: 'failed', resembles: 'open-without-tenant' },
  },
  {
    name: 'the same, hidden by setting it beforehand',
    policies: `${each(
      (t) =>
        `CREATE POLICY p ON ${t} USING (current_setting('app.tenant_id', true) IS NULL OR ${MINE})`,
    )} SET app.tenant_id = '';`,
    expected: { id: 'no-context', status: 'could-not-check' },
  },
  {
    name: 'the tenant in a subselect with IN',
    policies: each((t) => `CREATE POLICY p ON ${t} USING (tenant_id IN (SELECT current_tenant()))`),
    expected: 'passed',
  },
  {
    name: 'open once the tenant of a connection was taken away',
    policies: each(
      (t) =>
        `CREATE POLICY p ON ${t} USING (current_setting('app.tenant_id', true) = '' OR ${MINE})`,
    ),
    expected: { id: 'no-context', status: 'failed', resembles: 'open-without-tenant' },
  },
  {
    name: 'nothing at all',
    policies: '',
    expected: { id: 'select-isolated', status: 'failed', resembles: 'documents-only' },
  },
  {
    name: 'FORCE for ENABLE',
    policies: TABLES.map(
      (t) => `ALTER TABLE ${t} FORCE ROW LEVEL SECURITY; CREATE POLICY p ON ${t} USING (${MINE});`,
    ).join('\n'),
    expected: { id: 'select-isolated', status: 'failed', resembles: 'never-enabled' },
  },
  {
    name: 'disabled again at the end',
    policies: `${each((t) => `CREATE POLICY p ON ${t} USING (${MINE})`)} ALTER TABLE reports DISABLE ROW LEVEL SECURITY`,
    expected: { id: 'delete-others', status: 'failed' },
  },
  {
    name: 'a prefix match, which an empty setting satisfies',
    policies: each(
      (t) =>
        `CREATE POLICY p ON ${t} USING (tenant_id::text LIKE current_setting('app.tenant_id', true) || '%')`,
    ),
    expected: { id: 'no-context', status: 'failed', resembles: 'open-without-tenant' },
  },
  {
    name: 'coalesce to the row’s own tenant',
    policies: each(
      (t) => `CREATE POLICY p ON ${t} USING (tenant_id = coalesce(current_tenant(), tenant_id))`,
    ),
    expected: { id: 'no-context', status: 'failed', resembles: 'open-without-tenant' },
  },
  {
    name: 'a comparison that holds in one direction',
    policies: each((t) => `CREATE POLICY p ON ${t} USING (tenant_id >= current_tenant())`),
    expected: { id: 'select-isolated', status: 'failed' },
  },
  {
    name: 'the last group of the id',
    policies: each(
      (t) =>
        `CREATE POLICY p ON ${t}
           USING (split_part(tenant_id::text, '-', 5) = split_part(current_tenant()::text, '-', 5))`,
    ),
    expected: { id: 'select-isolated', status: 'failed', resembles: 'first-digits' },
  },
  {
    name: 'the last digits of the id, for DELETE',
    policies: each(
      (t) =>
        `CREATE POLICY p ON ${t} USING (${MINE}); CREATE POLICY clear ON ${t} FOR DELETE
           USING (right(tenant_id::text, 12) = right(current_tenant()::text, 12))`,
    ),
    expected: { id: 'delete-others', status: 'failed' },
  },
  {
    name: 'a definer function that asks whether the tenant has any row',
    policies: `CREATE FUNCTION member() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER AS $$ SELECT EXISTS (SELECT FROM documents WHERE ${MINE}) $$;
      ${each((t) => `CREATE POLICY p ON ${t} USING (member())`)}`,
    expected: { id: 'select-isolated', status: 'failed', resembles: 'signed-in' },
  },
  {
    name: 'a column default in place of a check',
    policies: each(
      (t) =>
        `ALTER TABLE ${t} ALTER tenant_id SET DEFAULT current_tenant(); CREATE POLICY p ON ${t} USING (${MINE}) WITH CHECK (true)`,
    ),
    expected: { id: 'insert-for-another', status: 'failed', resembles: 'all-check-true' },
  },
  {
    name: 'a trigger that stamps the tenant where none is named',
    policies: `CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.tenant_id := coalesce(NEW.tenant_id, current_tenant()); RETURN NEW; END $$;
      ${each((t) => `CREATE POLICY p ON ${t} USING (${MINE}) WITH CHECK (true); CREATE TRIGGER s BEFORE INSERT OR UPDATE ON ${t} FOR EACH ROW EXECUTE FUNCTION stamp()`)}`,
    expected: { id: 'insert-for-another', status: 'failed' },
  },
  {
    name: 'a trigger that stamps the tenant of new rows only',
    policies: `CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.tenant_id := current_tenant(); RETURN NEW; END $$;
      ${each((t) => `CREATE POLICY p ON ${t} USING (${MINE}) WITH CHECK (true); CREATE TRIGGER s BEFORE INSERT ON ${t} FOR EACH ROW EXECUTE FUNCTION stamp()`)}`,
    expected: { id: 'move-by-update', status: 'failed' },
  },
  {
    name: 'all policies on the first table',
    policies: each(() => '').concat(
      TABLES.map((t) => `CREATE POLICY ${t}_all ON documents USING (${MINE});`).join('\n'),
    ),
    expected: { id: 'own-rows-readable', status: 'failed', resembles: 'enabled-and-nothing-else' },
  },
  {
    name: 'a table dropped and made anew',
    policies: `DROP TABLE reports;
      CREATE TABLE reports (id uuid PRIMARY KEY, tenant_id uuid NOT NULL, summary text NOT NULL);
      GRANT SELECT, INSERT, UPDATE, DELETE ON reports TO app_user;
      ${each((t) => `CREATE POLICY p ON ${t} USING (${MINE})`)}`,
    expected: { id: 'rows-intact', status: 'failed', resembles: 'rows-removed' },
  },
  {
    name: 'a view of the owner over a table that is right',
    policies: `${each((t) => `CREATE POLICY p ON ${t} USING (${MINE})`)}
      CREATE VIEW latest AS SELECT id, title FROM documents; GRANT SELECT ON latest TO app_user`,
    expected: { id: 'nothing-around', status: 'failed' },
  },
  {
    name: 'a view and a function with the rights of who asks',
    policies: `${each((t) => `CREATE POLICY p ON ${t} USING (${MINE})`)}
      CREATE VIEW latest WITH (security_invoker) AS SELECT id, title FROM documents;
      GRANT SELECT ON latest TO app_user;
      CREATE FUNCTION by_title(wanted text) RETURNS SETOF documents LANGUAGE sql
        AS $$ SELECT * FROM documents WHERE title = wanted $$`,
    expected: 'passed',
  },
  {
    name: 'the tenant as a list of one',
    policies: each((t) => `CREATE POLICY p ON ${t} USING (tenant_id IN (SELECT current_tenant()))`),
    expected: 'passed',
  },
  {
    name: 'a policy for the search beside the right ones',
    policies: `${each((t) => `CREATE POLICY p ON ${t} USING (${MINE})`)}
      CREATE POLICY search ON documents FOR SELECT
        USING (body LIKE '%' || left(current_tenant()::text, 0) || '%')`,
    expected: { id: 'select-isolated', status: 'failed' },
  },
  {
    name: 'the log switched off again, policies and all',
    policies: `${each((t) => `CREATE POLICY p ON ${t} USING (${MINE})`)}
      ALTER TABLE tool_calls DISABLE ROW LEVEL SECURITY`,
    expected: { id: 'insert-for-another', status: 'failed' },
  },
  {
    name: 'an archive that a trigger fills, open to every tenant',
    policies: `${each((t) => `CREATE POLICY p ON ${t} USING (${MINE})`)}
      CREATE TABLE archive (LIKE reports); GRANT SELECT, INSERT ON archive TO app_user;
      CREATE FUNCTION archive() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN INSERT INTO public.archive SELECT OLD.*; RETURN OLD; END $$;
      CREATE TRIGGER archive BEFORE DELETE ON reports FOR EACH ROW EXECUTE FUNCTION archive()`,
    expected: { id: 'nothing-around', status: 'failed', resembles: 'view-without-check' },
  },
  {
    name: 'the same archive with a policy of its own',
    policies: `${each((t) => `CREATE POLICY p ON ${t} USING (${MINE})`)}
      CREATE TABLE archive (LIKE reports); GRANT SELECT, INSERT ON archive TO app_user;
      ALTER TABLE archive ENABLE ROW LEVEL SECURITY;
      CREATE POLICY p ON archive USING (${MINE});
      CREATE FUNCTION archive() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN INSERT INTO public.archive SELECT OLD.*; RETURN OLD; END $$;
      CREATE TRIGGER archive BEFORE DELETE ON reports FOR EACH ROW EXECUTE FUNCTION archive()`,
    expected: 'passed',
  },
  {
    name: 'a view of the owner, with a check option',
    policies: `${each((t) => `CREATE POLICY p ON ${t} USING (${MINE})`)}
      CREATE VIEW my_reports AS SELECT * FROM reports WHERE ${MINE} WITH CHECK OPTION;
      GRANT SELECT, INSERT, UPDATE, DELETE ON my_reports TO app_user`,
    expected: 'passed',
  },
  {
    name: 'a comparison that is IMMUTABLE, of a column with a setting: no plan can hold it',
    policies: `CREATE FUNCTION is_mine(owner uuid) RETURNS boolean LANGUAGE sql IMMUTABLE
        AS $$ SELECT owner = current_tenant() $$;
      ${each((t) => `CREATE POLICY p ON ${t} USING (is_mine(tenant_id))`)}`,
    expected: 'passed',
  },
  ...["'28000'", "'no_data_found'", "'LK001'"].map((code) => ({
    name: `a helper that raises ${code} without a tenant`,
    policies: `CREATE FUNCTION required() RETURNS uuid LANGUAGE plpgsql STABLE AS $$ BEGIN
        IF current_tenant() IS NULL THEN RAISE EXCEPTION 'no tenant' USING ERRCODE = ${code}; END IF;
        RETURN current_tenant(); END $$;
      ${each((t) => `CREATE POLICY p ON ${t} USING (tenant_id = required())`)}`,
    expected: 'passed' as const,
  })),
  {
    name: 'a trigger that skips what is not the tenant’s, and nothing where there is none',
    policies: `CREATE FUNCTION skip() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        RETURN CASE WHEN OLD.tenant_id IS NOT DISTINCT FROM current_tenant() THEN OLD END; END $$;
      ${each(
        (t) => `CREATE POLICY r ON ${t} FOR SELECT USING (${MINE});
          CREATE POLICY a ON ${t} FOR INSERT WITH CHECK (${MINE});
          CREATE POLICY w ON ${t} FOR UPDATE USING (${MINE});
          CREATE POLICY d ON ${t} FOR DELETE USING (true);
          CREATE TRIGGER skip BEFORE DELETE ON ${t} FOR EACH ROW EXECUTE FUNCTION skip()`,
      )}`,
    expected: 'passed',
  },
  {
    name: 'a report of the owner that runs what it is sent',
    policies: `${each((t) => `CREATE POLICY p ON ${t} USING (${MINE})`)}
      CREATE FUNCTION report(q text) RETURNS SETOF json LANGUAGE plpgsql SECURITY DEFINER
        AS $$ BEGIN RETURN QUERY EXECUTE format('SELECT row_to_json(x) FROM (%s) x', q); END $$`,
    expected: { id: 'nothing-around', status: 'failed' },
  },
  {
    name: 'a search of the owner that puts its statement together',
    policies: `${each((t) => `CREATE POLICY p ON ${t} USING (${MINE})`)}
      CREATE FUNCTION find(q text) RETURNS SETOF reports LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
        RETURN QUERY EXECUTE 'SELECT * FROM reports WHERE (summary ILIKE ''%' || q || '%'')
          AND tenant_id = current_tenant()'; END $$`,
    expected: { id: 'nothing-around', status: 'failed' },
  },
  {
    name: 'the same with the text bound',
    policies: `${each((t) => `CREATE POLICY p ON ${t} USING (${MINE})`)}
      CREATE FUNCTION find(q text) RETURNS SETOF reports LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
        RETURN QUERY EXECUTE 'SELECT * FROM reports WHERE (summary ILIKE ''%'' || $1 || ''%'')
          AND tenant_id = current_tenant()' USING q; END $$`,
    expected: 'passed',
  },
  {
    name: 'a function of the owner that switches the policies off, which are forced',
    policies: `${each((t) => `CREATE POLICY p ON ${t} USING (${MINE}); ALTER TABLE ${t} FORCE ROW LEVEL SECURITY`)}
      CREATE FUNCTION begin_import() RETURNS void LANGUAGE sql SECURITY DEFINER
        AS $$ ALTER TABLE tool_calls DISABLE ROW LEVEL SECURITY $$`,
    expected: { id: 'nothing-around', status: 'failed' },
  },
  {
    name: 'a function of the owner that opens one command',
    policies: `${each((t) => `CREATE POLICY p ON ${t} USING (${MINE})`)}
      CREATE FUNCTION clear() RETURNS void LANGUAGE sql SECURITY DEFINER
        AS $$ CREATE POLICY clear ON reports FOR DELETE USING (true) $$`,
    expected: { id: 'nothing-around', status: 'failed' },
  },
  {
    name: 'the same for whom the owner grants it to, which is nobody',
    policies: `${each((t) => `CREATE POLICY p ON ${t} USING (${MINE})`)}
      CREATE FUNCTION clear() RETURNS void LANGUAGE sql SECURITY DEFINER
        AS $$ CREATE POLICY clear ON reports FOR DELETE USING (true) $$;
      REVOKE EXECUTE ON FUNCTION clear FROM PUBLIC`,
    expected: 'passed',
  },
  {
    name: 'a login that is logged, a new report that comes back, and a text that is only trimmed',
    policies: `${each((t) => `CREATE POLICY p ON ${t} USING (${MINE})`)}
      CREATE TABLE logins (token text, tenant_id uuid);
      CREATE FUNCTION login(t text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
        INSERT INTO logins VALUES (t, NULL);
        PERFORM set_config('app.tenant_id', coalesce((SELECT l.tenant_id::text FROM logins l
          WHERE l.token = t AND l.tenant_id IS NOT NULL), ''), true); END $$;
      CREATE FUNCTION add(t text) RETURNS reports LANGUAGE sql SECURITY DEFINER
        AS $$ INSERT INTO reports VALUES (gen_random_uuid(), current_tenant(), t) RETURNING * $$;
      CREATE FUNCTION clean(t text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT trim(t) $$`,
    expected: 'passed',
  },
];
