import { beforeAll, expect, test } from 'vitest';
import { TestRealm } from '../sandbox/runtime/realm.ts';
import { EditorTypes } from './editor-types.ts';

let types: EditorTypes;
let realm: TestRealm;
beforeAll(async () => {
  types = await EditorTypes.load();
  realm = await TestRealm.start();
});

/** What each command answers: the type that the editor has to show, and that the sandbox gives. */
const COMMANDS: readonly (readonly [string, string])[] = [
  ['redis.ping()', 'string'],
  ["redis.set('a', 1)", 'string | null'],
  ["redis.set('a', 'x', { NX: true })", 'string | null'],
  [
    "redis.set('a', new Uint8Array([49]), { condition: 'XX', expiration: { type: 'EX', value: 9 } })",
    'string | null',
  ],
  ["redis.get('a')", 'string | null'],
  ["redis.get('none')", 'string | null'],
  ["redis.setEx('b', 9, 'x')", 'string | null'],
  ["redis.pSetEx('b', 9000, 'x')", 'string | null'],
  ["redis.setNX('b', 'x')", 'number'],
  ["redis.setNX('c', 5)", 'number'],
  ["redis.exists(['a', 'b'])", 'number'],
  ["redis.mGet(['a', 'none'])", '(string | null)[]'],
  ['redis.mSet({ d: 1 })', 'string'],
  ["redis.incr('d')", 'number'],
  ["redis.incrBy('d', 2)", 'number'],
  ["redis.decr('d')", 'number'],
  ["redis.decrBy('d', 2)", 'number'],
  ["redis.expire('d', 9)", 'number'],
  ["redis.pExpire('d', 9000, 'GT')", 'number'],
  ["redis.persist('d')", 'number'],
  ["redis.ttl('d')", 'number'],
  ["redis.pTTL('d')", 'number'],
  ["redis.keys('*')", 'string[]'],
  ["redis.scan('0', { MATCH: '*', COUNT: 2 })", '{ cursor: string; keys: string[] }'],
  ["redis.scanIterator({ MATCH: '*' }).next()", 'IteratorResult<string[]>'],
  ["redis.hSet('h', 'f', 1)", 'number'],
  ["redis.hSet('h', { g: 'x', n: 5 })", 'number'],
  ["redis.hSet('h', new Map([['m', 'x']]))", 'number'],
  ["redis.hSet('h', [['p', 'x']])", 'number'],
  ["redis.hSetNX('h', 'f', 'x')", 'number'],
  ["redis.hGet('h', 'f')", 'string | null'],
  ["redis.hGet('none', 'f')", 'string | null'],
  ["redis.hMGet('h', ['f', 'none'])", '(string | null)[]'],
  ["redis.hGetAll('h')", 'Record<string, string>'],
  ["redis.hKeys('h')", 'string[]'],
  ["redis.hVals('h')", 'string[]'],
  ["redis.hLen('h')", 'number'],
  ["redis.hExists('h', 'f')", 'number'],
  ["redis.hIncrBy('h', 'n', 2)", 'number'],
  ["redis.hDel('h', ['f', 'none'])", 'number'],
  ["redis.getDel('d')", 'string | null'],
  ["redis.del('a')", 'number'],
  ["redis.unlink(['b', 'none'])", 'number'],
  ['redis.dbSize()', 'number'],
  ['redis.flushDb()', 'string'],
  ['redis.flushAll()', 'string'],
  ['redis.quit()', 'string'],
  ['redis.close()', 'string'],
  ['redis.disconnect()', 'string'],
];

/** Whether a value is of a type, for the types above. */
const IS: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  'string | null': (value) => value === null || typeof value === 'string',
  'string[]': isTexts,
  'Record<string, string>': (value) =>
    typeof value === 'object' && value !== null && isTexts(Object.values(value)),
  '(string | null)[]': (value) =>
    Array.isArray(value) && value.every((each) => each === null || typeof each === 'string'),
  '{ cursor: string; keys: string[] }': (value) =>
    typeof value === 'object' &&
    value !== null &&
    'cursor' in value &&
    typeof value.cursor === 'string' &&
    'keys' in value &&
    isTexts(value.keys),
  'IteratorResult<string[]>': (value) =>
    typeof value === 'object' && value !== null && 'value' in value && isTexts(value.value),
};

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

const PROGRAM = `
  import { createClient } from 'redis';
  const redis = createClient({ url: 'redis://cache.internal:6379' });
  export async function main(): Promise<unknown[]> {
    await redis.connect();
    return [${COMMANDS.map(([call]) => `await ${call}`).join(',\n')}];
  }`;

/** Both ways: neither wider nor narrower than what is given. */
const EXACTLY = `
  import { createClient } from 'redis';
  const redis = createClient();
  type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : never;
  ${COMMANDS.map(
    ([call, type], at) =>
      `const c${at} = () => ${call}; export const t${at}: Same<Awaited<ReturnType<typeof c${at}>>, ${type}> = true;`,
  ).join('\n')}`;

test('the editor has the types that the cache of the sandbox answers with', async () => {
  expect(types.errorsIn({ 'app.ts': PROGRAM })).toEqual([]);
  expect(types.errorsIn({ 'app.ts': EXACTLY })).toEqual([]);
  expect(await realm.load({ 'app.ts': PROGRAM })).toBeNull();
  const values = (await realm.value('main')) as readonly unknown[];
  expect(values).toHaveLength(COMMANDS.length);
  const unlike = COMMANDS.filter(([, type], at) => IS[type]?.(values[at]) !== true);
  expect(unlike).toEqual([]);
});

test('the editor knows each command that the cache has, and no other', async () => {
  const asked = [...new Set(COMMANDS.map(([call]) => /redis\.(\w+)/.exec(call)?.[1] ?? ''))];
  const source = `
    import { createClient } from 'redis';
    export const main = () => {
      try { (createClient() as unknown as Record<string, () => void>).sAdd?.(); } catch (error) { return (error as Error).message; }
    };`;
  expect(await realm.load({ 'app.ts': source })).toBeNull();
  const [, list = ''] = /It has: (.*)\."$/.exec(JSON.stringify(await realm.value('main'))) ?? [];
  const has = list.split(', ').filter((name) => name !== 'connect' && name !== 'scanIterator');
  expect(has.length).toBeGreaterThan(20);
  expect(has.filter((name) => !asked.includes(name))).toEqual([]);
});
