-- Not a superuser any more: app_owner has every privilege it needs on its own tables.
GRANT SELECT, INSERT, UPDATE, DELETE ON notes, tool_calls TO app_owner;
