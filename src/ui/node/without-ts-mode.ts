import type { Plugin } from 'vite';

const EMPTY = '\0monaco-ts-mode';

/**
 * Leaves out the language service that Monaco starts for its own language `typescript`, with a
 * second copy of TypeScript's worker and every feature of the editor. The lessons' language has
 * another name (`src/ui/monaco/typescript`), so none of it would ever be fetched.
 */
export function withoutMonacoTsMode(): Plugin {
  return {
    name: 'leakproof-without-ts-mode',
    apply: 'build',
    enforce: 'pre',
    resolveId: (id, importer) =>
      id === './tsMode.js' && importer?.includes('monaco-editor') === true ? EMPTY : null,
    load: (id) => (id === EMPTY ? 'export {};' : null),
  };
}
