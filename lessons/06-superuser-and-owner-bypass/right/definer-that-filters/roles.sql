-- Without FORCE the owner is exempt, and so is a function that runs as the owner: it has to say
-- itself whose rows it means. The application calls it; nobody else does.
GRANT SELECT, INSERT, UPDATE, DELETE ON notes, tool_calls TO app_user;
GRANT USAGE ON SEQUENCE notes_id_seq TO app_user;

CREATE FUNCTION search_notes(pattern text) RETURNS SETOF notes
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT * FROM public.notes
    WHERE tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
      AND body LIKE '%' || pattern || '%'
  $$;
REVOKE EXECUTE ON FUNCTION search_notes FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_notes TO app_user;
