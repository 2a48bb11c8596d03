import type { WorkspaceCatalog } from '../../contract/index.ts';
import { completionsAt, wordBefore, type Completion } from '../sql-console/completions.ts';
import { monaco } from './monaco.ts';

const KINDS: Readonly<
  Record<Completion['kind'], keyof typeof monaco.languages.CompletionItemKind>
> = {
  ...{ table: 'Struct', column: 'Field', policy: 'Event', role: 'User' },
  ...{ function: 'Function', setting: 'Property', command: 'Keyword' },
};

/**
 * Offers what the catalog has, in one model. Returns the end of it.
 * @param catalogOf asked at each completion, so that it is the catalog of then
 */
export function completeFrom(
  model: monaco.editor.ITextModel,
  catalogOf: () => WorkspaceCatalog | null,
): () => void {
  const provider = monaco.languages.registerCompletionItemProvider('pgsql', {
    triggerCharacters: ['.', '\\'],
    provideCompletionItems: (of, position) => {
      const catalog = catalogOf();
      if (of !== model || catalog === null) return { suggestions: [] };
      const before = model.getValueInRange({
        ...{ startLineNumber: 1, startColumn: 1 },
        ...{ endLineNumber: position.lineNumber, endColumn: position.column },
      });
      const { lineNumber, column } = position;
      const from = column - wordBefore(before).length;
      const range = new monaco.Range(lineNumber, from, lineNumber, column);
      const offered = completionsAt(before, model.getValue(), catalog);
      return {
        suggestions: offered.map(({ name, kind, about }, at) => ({
          label: { label: name, description: about },
          kind: monaco.languages.CompletionItemKind[KINDS[kind]],
          insertText: name,
          sortText: String(at).padStart(5, '0'),
          range,
        })),
      };
    },
  });
  return () => provider.dispose();
}
