-- CI runs this after every migration, through the same database.url as the application.
-- The runner sets app.tenant_id to one tenant and wants every line to begin with "ok".

SELECT format('%s 1 - row-level security is enabled on %s of 2 tables, forced on %s',
         CASE WHEN count(*) FILTER (WHERE relrowsecurity) = 2 THEN 'ok' ELSE 'not ok' END,
         count(*) FILTER (WHERE relrowsecurity),
         count(*) FILTER (WHERE relforcerowsecurity)) AS result
FROM pg_class
WHERE oid IN ('notes'::regclass, 'tool_calls'::regclass);

SELECT format('%s 2 - canary: the tenant reads its own rows (notes: %s, tool calls: %s)',
         CASE WHEN n > 0 AND t > 0 THEN 'ok' ELSE 'not ok' END, n, t) AS result
FROM (SELECT count(*) FROM notes
      WHERE tenant_id = current_setting('app.tenant_id')::uuid) AS a (n),
     (SELECT count(*) FROM tool_calls
      WHERE tenant_id = current_setting('app.tenant_id')::uuid) AS b (t);

SELECT format('%s 3 - a tenant that does not exist has %s notes',
         CASE WHEN count(*) = 0 THEN 'ok' ELSE 'not ok' END, count(*)) AS result
FROM notes
WHERE tenant_id = '00000000-0000-4000-8000-000000000000';
