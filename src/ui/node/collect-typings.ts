import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** Declarations by the path at which an editor finds them, below the root of the learner's files. */
export type Typings = Readonly<Record<string, string>>;

const here = import.meta.dirname;
const root = path.resolve(here, '../../..');

/** Node's modules that a package's own declarations name, and what stands in for them here. */
const STAND_INS: Readonly<Record<string, string>> = {
  events: 'node:events',
  stream: 'sandbox:stream',
  tls: 'sandbox:tls',
};

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts'],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  // A package that asks for Node's types gets the few that are declared in ./declarations.
  types: [],
  noEmit: true,
};

/** Our own declarations: Node's modules as far as the sandbox has them, and what it has instead. */
export function ownTypings(): Typings {
  const folder = path.join(here, 'declarations');
  const typings: Record<string, string> = {};
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.d.ts'))) {
    typings[`node_modules/@types/node/${name}`] = readFileSync(path.join(folder, name), 'utf8');
  }
  typings['node_modules/@types/node/without-scheme.d.ts'] = withoutScheme(typings);
  return typings;
}

/** As in Node, `fs` is `node:fs`. */
function withoutScheme(typings: Typings): string {
  const declared = Object.values(typings).flatMap((text) => [
    ...text.matchAll(/^declare module 'node:([^']+)'/gm),
  ]);
  return declared
    .map(([, name = '']) => {
      const same = `import same = require('node:${name}'); export = same;`;
      return `declare module '${name}' { ${same} }`;
    })
    .join('\n');
}

/**
 * The declarations of installed packages: every file that can be reached from these imports, and
 * what an editor needs to find them.
 * @throws Error for an import that cannot be resolved here
 */
export function packageTypings(specifiers: readonly string[]): Typings {
  const entry = path.join(root, 'importable.ts');
  const text = specifiers.map((specifier) => `import '${specifier}';`).join('\n');
  const host = ts.createCompilerHost(OPTIONS);
  const read = host.getSourceFile.bind(host);
  const found = host.fileExists.bind(host);
  host.fileExists = (file) => file === entry || found(file);
  host.getSourceFile = (file, ...rest) =>
    file === entry ? ts.createSourceFile(file, text, ts.ScriptTarget.ES2022) : read(file, ...rest);
  host.resolveTypeReferenceDirectiveReferences = (references) =>
    references.map(() => ({ resolvedTypeReferenceDirective: undefined }));
  const program = ts.createProgram({ rootNames: [entry], options: OPTIONS, host });
  refuseUnresolved(program, entry);

  const typings: Record<string, string> = {};
  for (const file of program.getSourceFiles()) {
    if (file.fileName === entry || program.isSourceFileDefaultLibrary(file)) continue;
    const place = placeOf(file.fileName);
    typings[place] = withStandIns(file.text);
    const manifest = manifestOf(file.fileName);
    typings[placeOf(manifest)] ??= slimManifest(manifest);
  }
  return typings;
}

function refuseUnresolved(program: ts.Program, entry: string): void {
  const wrong = program.getSemanticDiagnostics(program.getSourceFile(entry));
  if (wrong.length === 0) return;
  const words = wrong.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
  throw new Error(`Typings of what the sandbox offers are missing: ${words.join('; ')}`);
}

/** A package's file lies at the same place for everybody, also where npm has nested it. */
function placeOf(file: string): string {
  return `node_modules/${file.split('/node_modules/').at(-1) ?? ''}`;
}

function manifestOf(file: string): string {
  let folder = path.dirname(file);
  // A package.json without a name only says how the files beside it are to be read.
  while (!isManifest(path.join(folder, 'package.json'))) folder = path.dirname(folder);
  return path.join(folder, 'package.json');
}

function isManifest(file: string): boolean {
  return existsSync(file) && 'name' in (JSON.parse(readFileSync(file, 'utf8')) as object);
}

/** Of a package.json only what leads an import to its declarations. */
function slimManifest(file: string): string {
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  const kept = ['name', 'type', 'types', 'typings', 'main', 'exports'];
  return JSON.stringify(Object.fromEntries(kept.map((key) => [key, manifest[key]])));
}

function withStandIns(text: string): string {
  return text.replaceAll(
    /(require\(|from )(["'])(events|stream|tls)\2/g,
    (_whole, before: string, quote: string, name: string) =>
      `${before}${quote}${STAND_INS[name] ?? name}${quote}`,
  );
}
