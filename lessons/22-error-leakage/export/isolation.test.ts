/**
 * Isolation tests for vitest and pg, from the lesson "What the error told the caller" of Leakproof.
 *
 * They prove that what is thrown behind your boundary, and what the database says of another
 * tenant's row, is not in the answer but in the log, under the incident that it names; that
 * one failure is answered as any other; and that your messages for users arrive. They prove nothing
 * of a boundary that is not in the adapter below, of who reads the log, or of a restart.
 *
 *   npm i -D vitest pg @types/pg && DATABASE_URL=… ADMIN_URL=… npx vitest run isolation.test.ts
 */
import { randomUUID } from 'node:crypto';
import { format, inspect } from 'node:util';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

// Names to change ---------------------------------------------------------------------------------

/** Your own boundary, how a tool gets behind it, your pool, and your errors for users. */
import { callTool } from './boundary.ts';
import { register } from './connectors.ts';
import { pool } from './db.ts';
import { UserError } from './errors.ts';

/** How a tenant's call is answered. */
async function call(tenantId: string, tool: string, args: object) {
  const reply = await callTool({ tenantId, user: 'test@example.com' }, tool, { ...args });
  if (reply.ok) return { reply, result: reply.result };
  return { reply, message: reply.message, incident: reply.incident };
}

/** From where a tool can throw. */
const PLACES: Readonly<Record<string, (tool: string, fail: () => never) => void>> = {
  first: (tool, fail) => register(tool, () => fail),
  later: (tool, fail) => register(tool, () => () => pool.query('SELECT 1').then(fail)),
  lookup: (tool, fail) => register(tool, fail),
};

/** What your log, which has to be on in tests, writes to the console or to stdout. */
const log = vi.hoisted((): string[] => {
  // Before your modules are loaded: pino looks at stdout when it makes a logger.
  const written: string[] = [];
  process.stdout.write = (text: string | Uint8Array) => written.push(String(text)) > 0;
  return written;
});
for (const level of ['log', 'info', 'warn', 'error'] as const)
  console[level] = (...texts: unknown[]) => void log.push(format(...texts));

/** A login that may write all tenants' rows, and how they get into the table and out of it. */
const ADMIN_URL = process.env.ADMIN_URL ?? 'postgres://postgres@localhost:5432/app_test';
const INSERT = `INSERT INTO wallets (tenant_id, handle, memo, credits)
  VALUES ($1, $2, 'of globex', 90000), ($3, $4, $5, 71759)`;
const CLEAR = 'DELETE FROM wallets WHERE tenant_id = ANY ($1)';

/** Globex's calls: one that succeeds, one that Acme's row refuses, and one for a row of nobody. */
const [OWN, ACMES, NOBODYS] = [randomUUID(), randomUUID(), randomUUID()];
const pay = (to: string, amount: number) => ['pay', { from: OWN, to, amount }] as const;
const [ACCEPTED, REFUSED, ABSENT] = [pay(ACMES, 1), pay(ACMES, 40_000), pay(NOBODYS, 40_000)];
/** What the error of the refused one names, or quotes of its statement. */
const INTERNAL = /\b23514\b|wallets_|violates|SELECT pay/i;

// Nothing below this line needs a change -------------------------------------------------------------

interface Answer {
  /** All that a caller can read in it, or in the error that came instead. */
  readonly told: string;
  readonly result?: unknown;
  readonly message?: string;
  readonly incident?: string | undefined;
}

const admin = new Client({ connectionString: ADMIN_URL });
const [ACME, GLOBEX] = [randomUUID(), randomUUID()];
const [TOOL, SECRET, CLOSED] = ['isolation_test', 'about-initech', 'Closed until Monday.'];
const secret = (where: string): string => `${SECRET}-${where}`;
const raise = (thrown: unknown): never => {
  throw thrown;
};

/** An error for users, with a cause and a field that are not for them. */
const approved = () =>
  Object.assign(new UserError(CLOSED, { cause: new Error(SECRET) }), { detail: SECRET });
const Others = { [UserError.name]: class extends Error {} };
/** An Error that says of itself all that one of yours says. */
const likeYours = (): Error => {
  const yours: object = new UserError(secret('message'));
  const error = new Error(secret('message'));
  for (let from = yours; from !== Error.prototype; from = Object.getPrototypeOf(from) as object)
    for (const key of Object.getOwnPropertyNames(from))
      if (key !== 'constructor')
        Object.defineProperty(error, key, {
          value: Reflect.get(yours, key),
          enumerable: true,
          configurable: true,
        });
  return error;
};
const MARKS = { name: UserError.name, status: 400, expose: true };

/** How a caller asks to be told more. */
const ASKS = { debug: true, verbose: true, trace: true, explain: true };

/** Whatever may be thrown. */
const KINDS: [kind: string, make: () => unknown][] = Object.entries({
  'an Error': () => new Error(secret('message')),
  'an Error with a cause': () =>
    new Error(secret('message'), { cause: new Error(secret('cause')) }),
  'an AggregateError': () => new AggregateError([new Error(secret('one'))], 'failed'),
  'an Error with fields': () => Object.assign(new Error('no'), { code: 7, body: secret('field') }),
  'an Error that contains itself': () =>
    ((error) => Object.assign(error, { request: { error } }))(new Error(secret('message'))),
  'an Error with a getter that throws': () => {
    const get = (): never => raise(new Error(secret('getter')));
    return Object.defineProperty(new Error('failed'), 'detail', { enumerable: true, get });
  },
  'an Error with the marks of yours': () =>
    Object.assign(new Others[UserError.name]!(secret('message')), MARKS),
  'an Error with all that yours have': likeYours,
  'a SyntaxError': () => new SyntaxError(secret('message')),
  'a text': () => secret('text'),
  'an object': () => ({ status: 409, reason: secret('object') }),
  'an object whose toString throws': () => ({ toString: () => raise(new Error(SECRET)) }),
  undefined: () => undefined,
  null: () => null,
});

async function ask(tool: string, args: object = {}): Promise<Answer> {
  const answer = await call(GLOBEX, tool, args).catch((error: unknown) => ({ reply: error }));
  const hidden = inspect(answer.reply, { depth: 12, showHidden: true, getters: true });
  return { ...answer, told: `${format('%s %j', answer.reply, answer.reply)} ${hidden}` };
}

/** What comes of a tool that throws. */
function askFailing(make: () => unknown, place = 'later', tool = TOOL): Promise<Answer> {
  PLACES[place]!(tool, () => raise(make()));
  return ask(tool);
}

/** What is told without the incident and what the caller said. */
const plain = ({ told, incident }: Answer, said = '…'): string =>
  told.replaceAll(incident || '…', '…').replaceAll(said, '…');

function expectNothingIn({ told, message, incident }: Answer): void {
  const decoded = told.replace(/[\w+/-]{16,}/g, (word) => Buffer.from(word, 'base64').toString());
  expect(`${told}\n${decoded}`).not.toContain(SECRET);
  expect([message, incident]).toEqual([expect.stringMatching(/\S/), expect.stringMatching(/\S/)]);
}

/** The lines of the log with the incident that a caller was told. */
const linesOf = ({ incident }: Answer): string =>
  log.filter((line) => incident && line.includes(incident)).join('\n');

beforeAll(async () => {
  // Clocks stand still, so that a time in an answer is the same in each.
  vi.useFakeTimers({ toFake: ['Date', 'performance', 'hrtime'] });
  await admin.connect();
  await admin.query(INSERT, [GLOBEX, OWN, ACME, ACMES, SECRET]);
});
afterAll(async () => {
  await admin.query(CLEAR, [[ACME, GLOBEX]]);
  await Promise.all([admin.end(), pool.end()]);
});

// Where every call fails alike, every test after these two would hold as well.
test('what a tool returns is answered as it is', async () => {
  expect((await ask(...ACCEPTED)).result).toBeDefined();
  for (const value of [undefined, null, 0, '', false, { ok: false, message: 'none' }]) {
    register(TOOL, () => () => value);
    expect(await ask(TOOL)).toMatchObject({ result: value });
  }
});

test.each(Object.keys(PLACES))('a message for users reaches them (%s)', async (place) => {
  expect((await askFailing(approved, place)).message).toBe(CLOSED);
});

test('of an error for users nothing but its message reaches them', async () => {
  for (const thrown of [approved(), new Error(SECRET, { cause: approved() })])
    expect((await askFailing(() => thrown)).told).not.toContain(SECRET);
});

test('what the database says of another tenant’s row is in the log and not told', async () => {
  const refused = await ask(...REFUSED);
  expectNothingIn(refused);
  expect(refused.told).not.toMatch(INTERNAL);
  expect(plain(refused, ACMES)).toBe(plain(await ask(...ABSENT), NOBODYS));
  expect(linesOf(refused)).toContain(SECRET);
});

test.each(KINDS)('%s stays inside, and is answered as any other failure', async (_, make) => {
  for (const place of Object.keys(PLACES)) {
    const answer = await askFailing(make, place);
    expectNothingIn(answer);
    expect(plain(answer)).toBe(plain(await askFailing(() => new Error('another'), place)));
  }
});

test.each(KINDS)('%s is in the log, under the incident of the answer', async (_, make) => {
  const answer = await askFailing(make);
  const texts = inspect(make(), { depth: 6 }).match(RegExp(`${SECRET}-\\w+`, 'g')) ?? [];
  for (const text of [answer.incident, ...texts]) expect(linesOf(answer)).toContain(text);
});

test('nobody is told more on request, in development, or with the next answer', async () => {
  const make = () => new Error(secret('message'));
  for (const environment of ['development', 'production']) {
    vi.stubEnv('NODE_ENV', environment);
    expectNothingIn(await askFailing(make));
  }
  vi.unstubAllEnvs();
  expectNothingIn(await ask(TOOL, ASKS));
  register(TOOL, () => () => 'done');
  expect((await ask(TOOL)).told).not.toContain(SECRET);
});

test('incidents are drawn at random: they neither repeat nor count', async () => {
  // Nor are they of Math.random, which can be computed from what it has drawn.
  const chance = vi.spyOn(Math, 'random').mockReturnValue(0.4);
  const ids: string[] = [];
  while (ids.length < 10) ids.push((await askFailing(() => new Error('same'))).incident ?? '');
  chance.mockRestore();
  expect(new Set(ids).size).toBe(ids.length);
  const shared = ([first = '', ...others]: string[]): number =>
    [...first].findIndex((letter, at) => others.some((other) => other[at] !== letter));
  const backwards = ids.map((id) => [...id].reverse().join(''));
  expect(ids[0]!.length - shared(ids) - shared(backwards)).toBeGreaterThanOrEqual(6);
});

test('failures in the same moment have an incident each, with their own lines', async () => {
  const failing = (own: string) => askFailing(() => new Error(secret(own)), 'later', TOOL + own);
  const lines = (await Promise.all([failing('-a'), failing('-b')])).map(linesOf);
  const found = lines.map((text) => ['-a', '-b'].filter((own) => text.includes(secret(own))));
  expect(found).toEqual([['-a'], ['-b']]);
});
