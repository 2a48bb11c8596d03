GRANT SELECT, INSERT, UPDATE, DELETE ON notes, tool_calls TO app_user;
GRANT USAGE ON SEQUENCE notes_id_seq TO app_user;

-- What the notes page shows, so that it need not join.
CREATE VIEW activity AS
  SELECT n.tenant_id, n.body, (SELECT count(*) FROM tool_calls c WHERE c.tenant_id = n.tenant_id) AS calls
  FROM notes n;
GRANT SELECT ON activity TO app_user;
