ALTER TABLE notes      FORCE ROW LEVEL SECURITY;
ALTER TABLE tool_calls FORCE ROW LEVEL SECURITY;

-- Row-level security decides what app_user may see; it needs nothing else.
