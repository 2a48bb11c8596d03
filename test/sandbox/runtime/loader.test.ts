import { beforeAll, describe, expect, it } from 'vitest';
import { TestRealm } from './realm.ts';

describe('loading a program', () => {
  let realm: TestRealm;
  beforeAll(async () => {
    realm = await TestRealm.start();
  });

  it('finds the files of the program under every name that TypeScript accepts', async () => {
    const fault = await realm.load({
      'app.ts': `
        import { a } from './lib/a'; import { a as b } from './lib/a.ts'; import { a as c } from './lib/a.js'; import d from './lib';
        export const main = async () => [a, b, c, d, (await import('./lib/a')).a, a === c];`,
      'lib/a.ts': `import '../lib/b'; export const a = { name: 'a' };`,
      'lib/b.ts': `export const b = 1;`,
      'lib/index.ts': `export * from './a'; export default 'index';`,
    });
    expect(fault).toBeNull();
    const a = { name: 'a' };
    expect(await realm.value('main')).toEqual([a, a, a, 'index', a, true]);
  });

  it('evaluates each module once, and shows a cycle what is there so far', async () => {
    await realm.load({
      'app.ts': `import { b } from './b'; export const a = 'a' + b; export const main = () => [a, b];`,
      'b.ts': `import * as app from './app'; export const b = String((app as any).a); (globalThis as any).times = ((globalThis as any).times ?? 0) + 1; export const times = (globalThis as any).times;`,
    });
    expect(await realm.value('main')).toEqual(['aundefined', 'undefined']);
  });

  it('names the cycle when a load fails in one', async () => {
    const fault = await realm.load({
      'app.ts': `import { Base } from './base'; export class App extends Base {}`,
      'base.ts': `import { helper } from './helper'; helper(); export class Base {}`,
      'helper.ts': `import { App } from './app'; export function helper() { new App(); }`,
    });
    expect(fault).toMatchObject({ code: 'program-error', file: 'helper.ts', line: 1 });
    expect(fault?.message).toContain('app.ts → base.ts → helper.ts → app.ts');
  });

  it('says where a module threw', async () => {
    const fault = await realm.load({
      'app.ts': `import './db';`,
      'db.ts': `type Config = { url: string };\n\nconst config = undefined as unknown as Config;\nexport const url =\n  config.url;`,
    });
    expect(fault).toMatchObject({ code: 'program-error', file: 'db.ts', line: 5 });
    expect(fault?.message).toMatch(/^db\.ts threw while it loaded: TypeError: .*undefined.*\.$/);
  });

  it.each([
    ['null', 'null: null'],
    ["'text'", 'string: text'],
    ['{ a: 1 }', 'Object: Object'],
  ])('says what a module threw that is no error: %s', async (value, said) => {
    const fault = await realm.load({ 'app.ts': `throw ${value};` });
    expect(fault).toMatchObject({ code: 'program-error', file: 'app.ts' });
    expect(fault?.message).toContain(said);
  });

  it('lists what there is when a program imports something else', async () => {
    const fault = await realm.load({ 'app.ts': `\nimport express from 'express';\nexpress();` });
    expect(fault).toMatchObject({ code: 'program-error', file: 'app.ts', line: 2 });
    expect(fault?.message).toContain("app.ts imports 'express', which this sandbox does not have.");
    for (const name of ['pg', 'zod', 'redis', 'pino', 'pgvector/pg', 'node:fs/promises']) {
      expect(fault?.message).toContain(name);
    }
    expect(fault?.message).not.toMatch(/leakproof:|tslib/);
    for (const name of ['node:child_process', 'node:net', 'node:vm', 'worker_threads', 'http']) {
      const refused = await realm.load({ 'app.ts': `import x from '${name}'; x;` });
      expect(refused?.message).toContain(`'${name}', which this sandbox does not have`);
    }
  });

  it('lists the files when a relative import finds none', async () => {
    const fault = await realm.load({
      'app.ts': `import { x } from './dbx'; x;`,
      'db.ts': `export {};`,
    });
    expect(fault?.message).toBe(
      "app.ts imports './dbx', and there is no such file. The program has: app.ts, db.ts.",
    );
    expect(fault).toMatchObject({ line: 1 });
    const outside = await realm.load({ 'app.ts': `import x from '../../etc/passwd'; x;` });
    expect(outside?.message).toContain('there is no such file');
  });

  it('refuses a call of what is not there, naming what is', async () => {
    await realm.load({
      'app.ts': `export const limit = 5; export function list() {} function own() {} own();`,
    });
    const ask = async (name: string, module = 'app.ts'): Promise<unknown> =>
      await realm.ask(name, [], { module }).reply;
    expect(await ask('missing')).toMatchObject({
      kind: 'refused',
      fault: {
        code: 'program-error',
        file: 'app.ts',
        message: 'In app.ts, missing is not exported: it exports limit, list.',
      },
    });
    expect(await ask('limit')).toMatchObject({
      fault: {
        message: 'In app.ts, limit is no function but of type number: it exports limit, list.',
      },
    });
    expect(await ask('list', 'db.ts')).toMatchObject({
      fault: { message: 'There is no db.ts: the program has app.ts.' },
    });
    await realm.load({ 'app.ts': `throw new Error('x');` });
    expect(await ask('list')).toMatchObject({ fault: { message: 'No program is loaded.' } });
  });

  it('gives the place of an error in the TypeScript, however deep', async () => {
    await realm.load({
      'app.ts': `import { check } from './check';
interface Row { tenant: string }

export async function main(row: Row) {
  await null;

  return check(row);
}
export async function deep() { return [1].map((x): number => {
  throw new RangeError('deep' + x);
}); }`,
      'check.ts': `
export function check(row: { tenant: string }): never {
  // A message that looks like a place is none: leakproof:///app.ts:1:1
  throw new Error('leakproof:///app.ts:99:1 for ' + row.tenant);
}`,
    });
    expect(await realm.call('main', { tenant: 'acme' })).toMatchObject({
      error: { place: { file: 'check.ts', line: 4, column: 9 } },
    });
    const deep = await realm.call('deep');
    expect(deep).toMatchObject({ error: { place: { file: 'app.ts', line: 10, column: 9 } } });
    const stack = JSON.stringify(deep);
    expect(stack).toContain('app.ts:10:9');
    expect(stack).toContain('app.ts:9:');
    expect(stack).not.toMatch(/runtime\.js|leakproof:|<anonymous>/);
  });

  it('lends the real packages', async () => {
    await realm.load({
      'app.ts': `
        import pg, { Pool, Client, types, DatabaseError } from 'pg';
        import zDefault, { z } from 'zod';
        import pgvector from 'pgvector/pg';
        import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
        import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
        import { Client as Mcp } from '@modelcontextprotocol/sdk/client/index.js';
        export async function main() {
          const server = new McpServer({ name: 'notes', version: '1' });
          server.registerTool('shout', { inputSchema: { text: z.string() } }, async ({ text }) => ({ content: [{ type: 'text', text: text.toUpperCase() }] }));
          const [mine, theirs] = InMemoryTransport.createLinkedPair();
          const client = new Mcp({ name: 'c', version: '1' });
          await Promise.all([server.connect(mine), client.connect(theirs)]);
          return [pg.Pool === Pool, typeof Client, typeof types.getTypeParser, typeof DatabaseError, pg.native, z.object({ a: z.number() }).safeParse({ a: 'x' }).success,
            zDefault === z, await z.string().refine(async (x) => x === 'y').parseAsync('y'), pgvector.toSql([1, 2]), await client.callTool({ name: 'shout', arguments: { text: 'hi' } })];
        }`,
    });
    expect(await realm.value('main')).toEqual([
      true,
      'function',
      'function',
      'function',
      null,
      false,
      true,
      'y',
      '[1,2]',
      { content: [{ type: 'text', text: 'HI' }] },
    ]);
  });
});
