-- Run as app, which owns the tables: FORCE binds it too.

-- Who asks, or NULL. Immutable, so that the planner need not ask again for every row.
CREATE FUNCTION current_tenant() RETURNS uuid
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('app.tenant_id', true), '')::uuid $$;

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['chunks', 'sources'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('DROP POLICY IF EXISTS tenant_isolation ON %I', name);
    EXECUTE format('CREATE POLICY tenant_isolation ON %I
      USING (tenant_id = (SELECT current_tenant()))
      WITH CHECK (tenant_id = (SELECT current_tenant()))', name);
  END LOOP;
END $$;
