import { readFile } from 'node:fs/promises';
import path from 'node:path';
import ts from 'typescript';
import { addressOf, COMPILER_OPTIONS } from '../../src/ui/monaco/typescript/compiler-options.ts';
import { ensureTypings, TYPED_PACKAGES } from '../../src/ui/node/typings.ts';

const root = path.resolve(import.meta.dirname, '../..');
const libraries = path.dirname(ts.getDefaultLibFilePath({}));

/**
 * TypeScript with the editor's typings, set up as Monaco's worker does it: the same options, files
 * by the same addresses, and no disk but TypeScript's own libraries.
 */
export class EditorTypes {
  readonly typings: ReadonlyMap<string, string>;

  private constructor(typings: ReadonlyMap<string, string>) {
    this.typings = typings;
  }

  static async load(): Promise<EditorTypes> {
    await ensureTypings();
    const typings = new Map<string, string>();
    for (const group of Object.keys(TYPED_PACKAGES)) {
      const json = await readFile(path.join(root, `.engine/typings/${group}.json`), 'utf8');
      for (const [file, text] of Object.entries(JSON.parse(json) as Record<string, string>)) {
        typings.set(addressOf(file), text);
      }
    }
    return new EditorTypes(typings);
  }

  /** What the editor would underline, as `file:line: message`. */
  errorsIn(files: Readonly<Record<string, string>>): string[] {
    const service = this.service(files);
    return Object.keys(files).flatMap((file) =>
      [
        ...service.getSyntacticDiagnostics(addressOf(file)),
        ...service.getSemanticDiagnostics(addressOf(file)),
      ].map(({ start = 0, messageText, file: source }) => {
        const line = (source?.getLineAndCharacterOfPosition(start).line ?? 0) + 1;
        return `${file}:${line}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
      }),
    );
  }

  service(files: Readonly<Record<string, string>>): ts.LanguageService {
    const own = new Map(Object.entries(files).map(([file, text]) => [addressOf(file), text]));
    const textOf = (file: string): string | undefined =>
      own.get(file) ??
      this.typings.get(file) ??
      ts.sys.readFile(path.join(libraries, path.basename(file)));
    return ts.createLanguageService({
      getCompilationSettings: () => COMPILER_OPTIONS,
      getScriptFileNames: () => [...own.keys(), ...this.typings.keys()],
      getScriptVersion: () => '1',
      getScriptSnapshot: (file) => {
        const text = textOf(file);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      getCurrentDirectory: () => '',
      getDefaultLibFileName: () => 'lib.es2022.full.d.ts',
      readFile: textOf,
      fileExists: (file) => own.has(file) || this.typings.has(file),
    });
  }
}
