import ts from 'typescript';
import { beforeAll, expect, test } from 'vitest';
import { addressOf } from '../../src/ui/monaco/typescript/compiler-options.ts';
import { TestRealm } from '../sandbox/runtime/realm.ts';
import { EditorTypes } from './editor-types.ts';

let types: EditorTypes;
let realm: TestRealm;
beforeAll(async () => {
  types = await EditorTypes.load();
  realm = await TestRealm.start();
});

/** What the sandbox says it has, when it is asked for something else. */
async function modulesOfTheSandbox(): Promise<readonly string[]> {
  const fault = await realm.load({ 'app.ts': "import 'no-such-module';" });
  const [, packages = '', node = ''] =
    /It has (.*), and of Node (.*)\.$/.exec(fault?.message ?? '') ?? [];
  return [...packages.split(', '), ...node.split(', ')].filter((name) => name !== '');
}

/** Imports every module, each in a line of its own, as `m0`, `m1` and so on. */
const importsOf = (modules: readonly string[]): string =>
  modules.map((name, at) => `import * as m${at} from '${name}'; m${at};`).join('\n');

/** Names of the values that each module offers to the editor. */
function declaredIn(modules: readonly string[]): readonly (readonly string[])[] {
  const program = types.service({ 'app.ts': importsOf(modules) }).getProgram();
  const source = program?.getSourceFile(addressOf('app.ts'));
  if (program === undefined || source === undefined) throw new Error('TypeScript has no program.');
  const checker = program.getTypeChecker();
  const isValue = (symbol: ts.Symbol): boolean => {
    const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
    const { flags } = isAlias ? checker.getAliasedSymbol(symbol) : symbol;
    return (flags & ts.SymbolFlags.Value) !== 0;
  };
  return source.statements.filter(ts.isExpressionStatement).map(({ expression }) =>
    checker
      .getTypeAtLocation(expression)
      .getProperties()
      .filter(isValue)
      .map((symbol) => symbol.name)
      .filter((name) => name !== 'default' && name !== 'prototype'),
  );
}

test('the editor has types for each module that the sandbox has', async () => {
  const modules = await modulesOfTheSandbox();
  expect(modules).toEqual(expect.arrayContaining(['pg', 'zod', 'redis', 'node:fs/promises']));
  expect(types.errorsIn({ 'app.ts': importsOf(modules) })).toEqual([]);
});

/** Classes that @types/pg has as values, for others to extend, and pg itself does not export. */
const TYPES_ONLY = ['pg: ClientBase', 'pg: Events'];

test('the sandbox has each value that the editor offers of a module', async () => {
  const modules = await modulesOfTheSandbox();
  const values = declaredIn(modules);
  expect(modules.filter((_name, at) => (values[at] ?? []).length === 0)).toEqual([]);
  const lines = modules.map(
    (name, at) =>
      `import * as m${at} from '${name}'; missing.push(...${JSON.stringify(values[at])}` +
      `.filter((each) => (m${at} as Record<string, unknown>)[each] === undefined).map((each) => '${name}: ' + each));`,
  );
  const source = `const missing: string[] = [];\n${lines.join('\n')}\nexport const main = () => missing;`;
  expect(await realm.load({ 'app.ts': source })).toBeNull();
  expect(await realm.value('main')).toEqual(TYPES_ONLY);
});

test('the sandbox has each global that the editor offers', async () => {
  const text = [...types.typings]
    .filter(([file]) => file.includes('/@types/node/'))
    .map(([, each]) => each)
    .join('\n');
  const names = [...text.matchAll(/^declare (?:var|function) (\w+)/gm)].map(([, name]) => name);
  expect(names).toEqual(expect.arrayContaining(['console', 'setTimeout', 'Buffer', 'process']));
  const source = `export const main = () => ${JSON.stringify(names)}.filter((name) => (globalThis as any)[name] === undefined);`;
  expect(await realm.load({ 'app.ts': source })).toBeNull();
  expect(await realm.value('main')).toEqual([]);
});
