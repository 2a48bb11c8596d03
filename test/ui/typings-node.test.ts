import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const folder = path.join(root, 'src/ui/node/declarations');

/** What stands without an import has one meaning in a program, and here that is Node's. */
const WITHOUT_GLOBALS = readdirSync(folder).filter(
  (name) => name.endsWith('.d.ts') && !/^(?:globals|buffer|process|driver)\.d\.ts$/.test(name),
);

/** Ours under names of their own, so that Node's can stand beside them. */
const OURS = new Map(
  WITHOUT_GLOBALS.map((name) => [
    path.join(root, `ours-${name}`),
    readFileSync(path.join(folder, name), 'utf8').replaceAll("'node:", "'ours:"),
  ]),
);

const MODULES = [...OURS.values()].flatMap((text) =>
  [...text.matchAll(/^declare module 'ours:([^']+)'/gm)].map(([, name = '']) => name),
);

/** What TypeScript says to taking Node's module where one of ours is expected. */
function disagreements(): string[] {
  const entry = path.join(root, 'agreement.ts');
  const lines = MODULES.map(
    (name, at) =>
      `import ours${at} = require('ours:${name}'); import real${at} = require('node:${name}'); ` +
      `export const agrees${at}: typeof ours${at} = real${at};`,
  );
  const texts = new Map([...OURS, [entry, lines.join('\n')]]);
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts'],
    module: ts.ModuleKind.CommonJS,
    moduleResolution: ts.ModuleResolutionKind.Node10,
    types: ['node'],
    strict: true,
    noEmit: true,
    skipLibCheck: true,
  };
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (file, ...rest) => {
    const text = texts.get(file);
    return text === undefined
      ? read(file, ...rest)
      : ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  };
  const program = ts.createProgram({ rootNames: [...texts.keys()], options, host });
  return program
    .getSemanticDiagnostics(program.getSourceFile(entry))
    .map(({ start = 0, messageText, file }) => {
      const line = file?.getLineAndCharacterOfPosition(start).line ?? 0;
      return `${MODULES[line] ?? '?'}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
    });
}

test('a program that fits the editor’s typings of Node’s modules fits Node’s own', () => {
  expect(MODULES).toEqual(
    expect.arrayContaining(['fs', 'fs/promises', 'crypto', 'events', 'path']),
  );
  expect(disagreements()).toEqual([]);
});
