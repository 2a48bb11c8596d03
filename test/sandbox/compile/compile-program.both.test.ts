import { describe, expect, it } from 'vitest';
import type { Fault, Program } from '../../../src/contract/index.ts';
import { compileProgram } from '../../../src/sandbox/compile/compile-program.ts';

const compile = (text: string): Program | Fault => compileProgram({ 'app.ts': text });

/** The code of a text that has to compile. */
function codeOf(text: string): string {
  const result = compile(text);
  if (!('modules' in result)) throw new Error(result.message);
  return result.modules['app.ts']?.code ?? '';
}

describe('a program that compiles', () => {
  it('becomes CommonJS in which await goes through __awaiter', () => {
    const code = codeOf(`import { Pool } from 'pg';
const pool = new Pool();
export async function rows(id: number) {
  return (await pool.query('SELECT $1', [id])).rows;
}`);
    expect(code).toContain('require("pg")');
    expect(code).toContain('__awaiter(this, void 0, void 0, function* ()');
    expect(code).toContain('exports.rows = rows');
    expect(code).not.toMatch(/\bawait\b/);
    expect(code).not.toContain('sourceMappingURL');
    // Helpers are the runtime's: none is written into the module.
    expect(code).not.toContain('var __awaiter');
  });

  it('asks for a dynamic import as for any other', () => {
    const code = codeOf(`export const f = async () => await import('node:fs');`);
    expect(code).toContain(`require('node:fs')`);
    expect(code).not.toMatch(/\bimport\(/);
  });

  it('has a map that names the file and its lines', () => {
    const result = compileProgram({ 'data-access.ts': 'type A = 1;\n\nexport const a = 1;\n' });
    const map = 'modules' in result ? (result.modules['data-access.ts']?.map ?? '') : '';
    expect(JSON.parse(map)).toMatchObject({ version: 3, sources: ['data-access.ts'] });
  });

  it('keeps several modules apart, and leaves out what is no module', () => {
    const result = compileProgram({
      'app.ts': `import { b } from './b'; export const a = b;`,
      'b.ts': 'export const b = 1;',
      'types.d.ts': 'declare const x: number;',
      'schema.sql': 'SELECT 1',
      'note.txt': 'const = ;',
    });
    expect('modules' in result && Object.keys(result.modules)).toEqual(['app.ts', 'b.ts']);
  });

  it.each([
    ['errors of types', `const n: number = 'text'; export const m: Missing = n.nope();`],
    ['a module that is not there', `import x from 'no-such-package'; export const y = x;`],
    ['an unused import of a type', `import { Session } from './types'; export let s: Session;`],
    ['a file without import or export', 'const a = 1;'],
    ['an empty file', ''],
    [
      'an await in an async function',
      'export const f = async () => { for await (const a of b) await a; };',
    ],
    ['an await in an async method', 'export class A { async m() { await 1; } }'],
    [
      'overloads',
      'function f(a: 1): 1; function f(a: 2): 2; function f(a: any) { return a; } export { f };',
    ],
    ['a type and a value of one name', 'export type A = 1; export const A = 1;'],
  ])('does not mind %s', (_, text) => {
    expect(compile(text)).toHaveProperty('modules');
  });
});

describe('a program that does not compile', () => {
  it.each<[string, string, string, number]>([
    [
      'a syntax error',
      `const a = 1;\n\nexport const x = ;\n`,
      'app.ts, line 3: Expression expected.',
      3,
    ],
    ['a missing brace', `export function f() {\n  return 1;\n`, `app.ts, line 3: '}' expected.`, 3],
    [
      'an await outside a function',
      `import { a } from './a';\nconst x = await a();\n`,
      'app.ts, line 2: await stands outside a function; modules here are CommonJS, so it has to be inside an async one.',
      2,
    ],
    [
      'a for await outside a function',
      'for await (const x of y) {}',
      'app.ts, line 1: await stands outside a function; modules here are CommonJS, so it has to be inside an async one.',
      1,
    ],
    [
      'an await in a function that is not async',
      `export async function f() {\n  [1].map((n) => {\n    await n;\n  });\n}`,
      'app.ts, line 3: await stands in a function that is not async.',
      3,
    ],
    [
      'a name declared twice',
      `const a = 1;\nlet a = 2;`,
      `app.ts, line 1: Cannot redeclare block-scoped variable 'a'.`,
      1,
    ],
    ['JSX', `export const x = 1;\nexport const y = <p>no</p>;`, 'app.ts, line 2: ', 2],
  ])('for %s says where', (_, text, message, line) => {
    const result = compile(text);
    expect(result).toMatchObject({ code: 'compile-error', file: 'app.ts', line });
    expect('message' in result && result.message.startsWith(message)).toBe(true);
    expect('message' in result && result.message).not.toContain('\n');
  });

  it('names the first file that does not', () => {
    expect(compileProgram({ 'a.ts': '', 'b.ts': '}', 'c.ts': '{' })).toMatchObject({
      file: 'b.ts',
    });
  });

  it.each([
    ['arrays', '['.repeat(20_000)],
    ['parentheses', '('.repeat(20_000)],
    ['blocks', '{'.repeat(20_000)],
    ['templates', '`${'.repeat(20_000)],
    ['calls', `a${'()'.repeat(100_000)}`],
    ['types', `let a: ${'['.repeat(20_000)}`],
  ])('refuses %s nested without end', (_, text) => {
    expect(compile(text)).toMatchObject({
      code: 'compile-error',
      message: 'app.ts is nested too deeply to be compiled.',
    });
  });

  it('refuses a file that is too large', () => {
    expect(compile(' '.repeat(1_000_001))).toEqual({
      code: 'file-refused',
      message: 'app.ts has 1,000,001 characters; at most 1,000,000 are taken.',
      file: 'app.ts',
    });
  });

  it('quotes no more of the source than a sentence holds', () => {
    const result = compile(`const ${'a'.repeat(100_000)} = 1; let ${'a'.repeat(100_000)};`);
    expect('message' in result && result.message.length).toBeLessThan(400);
  });
});
