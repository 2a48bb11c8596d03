/** Monaco ships the definition of its pgsql language without types. */
declare module 'monaco-editor/languages/definitions/pgsql/pgsql.js' {
  import type * as monaco from 'monaco-editor/editor/editor.api.js';
  export const conf: monaco.languages.LanguageConfiguration;
  export const language: monaco.languages.IMonarchLanguage & {
    readonly keywords: readonly string[];
  };
}
