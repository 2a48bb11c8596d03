-- Every table gets the same, and tenant_id cannot be written by an UPDATE at all.
DO $$
DECLARE
  t record;
BEGIN
  FOR t IN
    SELECT c.oid::regclass AS name,
           string_agg(quote_ident(a.attname), ', ')
             FILTER (WHERE a.attname NOT IN ('id', 'tenant_id')) AS columns
    FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
    GROUP BY c.oid
  LOOP
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', t.name);
    EXECUTE format('GRANT SELECT, INSERT, DELETE, UPDATE (%s) ON %s TO app_user', t.columns, t.name);
  END LOOP;
END
$$;

GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO app_user;
