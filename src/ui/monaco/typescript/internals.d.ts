/** Parts of Monaco that it ships without types, as far as they are used here. */

declare module 'monaco-editor/languages/definitions/typescript/typescript.js' {
  import type * as monaco from 'monaco-editor/editor/editor.api.js';
  export const conf: monaco.languages.LanguageConfiguration;
  export const language: monaco.languages.IMonarchLanguage;
}

declare module 'monaco-editor/languages/features/typescript/languageFeatures.js' {
  import type * as monaco from 'monaco-editor/editor/editor.api.js';
  import type { typescriptDefaults } from 'monaco-editor/languages/features/typescript/register.js';
  /** Answers the language service, once these models have reached it. */
  type WorkerFor = (...uris: monaco.Uri[]) => Promise<object>;
  /** Models of TypeScript's own libraries, for what a diagnostic refers to. */
  export const LibFiles: new (worker: WorkerFor) => object;
  /** Marks errors from then on. */
  export const DiagnosticsAdapter: new (
    libFiles: object,
    defaults: typeof typescriptDefaults,
    language: string,
    worker: WorkerFor,
  ) => object;
  type Provider<T> = new (worker: WorkerFor) => T;
  export const SuggestAdapter: Provider<monaco.languages.CompletionItemProvider>;
  export const SignatureHelpAdapter: Provider<monaco.languages.SignatureHelpProvider>;
  export const QuickInfoAdapter: Provider<monaco.languages.HoverProvider>;
}

declare module 'monaco-editor/editor/contrib/suggest/browser/suggestController.js';
declare module 'monaco-editor/languages/features/typescript/ts.worker.js';
