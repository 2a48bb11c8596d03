import * as monaco from 'monaco-editor/editor/editor.api.js';
import { conf, language } from 'monaco-editor/languages/definitions/pgsql/pgsql.js';

/**
 * Words that PostgreSQL does not reserve, so Monaco's list leaves them out. They are what these
 * lessons are written in, and the build's colours know them.
 */
const WORDS =
  `ADD AFTER ALTER ALWAYS BEFORE BEGIN BYPASSRLS CASCADE COMMIT CURRENT DATABASE DECLARE DEFINER DELETE
  DISABLE DROP ENABLE EXECUTE EXTENSION FORCE FUNCTION GENERATED IDENTITY INDEX INHERIT INSERT INVOKER
  KEY LANGUAGE LEVEL LOCAL LOGIN NO NOBYPASSRLS NOINHERIT NOLOGIN NOSUPERUSER OF OWNED OWNER PARTITION
  PASSWORD PERMISSIVE POLICY PRIVILEGES PROCEDURE REPLACE RESET RESTRICT RESTRICTIVE RETURNS REVOKE ROLE
  ROLLBACK ROW ROWS SCHEMA SECURITY SEQUENCE SET SUPERUSER TRANSACTION TRIGGER TRUNCATE TYPE UPDATE
  VALUES VIEW`.split(/\s+/);

/** Registers pgsql with those words. */
export function registerPgsql(): void {
  monaco.languages.register({ id: 'pgsql' });
  monaco.languages.setLanguageConfiguration('pgsql', conf);
  monaco.languages.setMonarchTokensProvider('pgsql', {
    ...language,
    keywords: [...language.keywords, ...WORDS],
  });
}
