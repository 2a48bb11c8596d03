/**
 * Isolation tests for vitest, pg and redis, from the lesson "Cache keys" of Leakproof.
 *
 * They prove that what is cached for a tenant serves no other, in turn and at once, "there is none"
 * included; that names which look like one key are two; that no tenant takes another's entries away;
 * and that a tenant's changes show at its next read. They look at no key. They prove nothing of a
 * function or a separator that is not named below, nor of a save in the middle of a read.
 *
 *   npm i -D vitest pg @types/pg redis
 *   DATABASE_URL=postgres://… REDIS_URL=redis://… npx vitest run isolation.test.ts
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeEach, expect, test } from 'vitest';

// Names to change ---------------------------------------------------------------------------------

/** Your own connections, which read their addresses from the environment, and your own functions. */
import { redis } from './cache.ts';
import { pool } from './db.ts';
import { deleteReport, getReport, refreshReports, saveReport } from './reports.ts';

/** How your functions are called for a tenant, by a user who works for all of them or for one. */
const by = (tenantId: string, user = 'agency@example.com') => {
  const session = { tenantId, user };
  return {
    /** The text of a report; null where there is none. */
    open: async (id: string) => (await getReport(session, id))?.body ?? null,
    save: (id: string, body: string) => saveReport(session, { id, title: 'test', body }),
    delete: (id: string) => deleteReport(session, id),
    refresh: () => refreshReports(session),
  };
};

/** Writes past the cache: a row that is new, or another text in one that is there. */
const WRITE = `INSERT INTO reports (tenant_id, id, title, body) VALUES ($1, $2, 'test', $3)
  ON CONFLICT (tenant_id, id) DO UPDATE SET body = excluded.body`;
const CLEAR = 'DELETE FROM reports WHERE tenant_id = ANY ($1)';

/** False where no customer chooses a tenant's name: then it cannot be made to look like another's. */
const CHOSEN = true;

/** What people put between the parts of a key. Add what you put there, or put there once. */
const BETWEEN = ['', ':', '::', '/', '|', '-', '_', '.', ',', '#', '@', ' ', '\n', ':report:'];

// Nothing below this line needs a change -------------------------------------------------------------

/** Names that are the same to whoever folds case, marks or blanks, replaces, cuts or decodes. */
// prettier-ignore
const ALIKE = [
  ['x:eu', 'x_eu'], ['x:eu', 'x-eu'], ['x:eu', 'xeu'], ['x:eu', 'x/eu'], ['x_eu', 'x-eu'],
  ['x eu', 'x-eu'], ['x.eu', 'x_eu'], ['x ', 'x'], [' x', 'x'], ['xEu', 'xeu'], ['x%3Aeu', 'x:eu'],
  ['x\u00e9', 'xe\u0301'], ['x\u00e9', 'xe'], [`x${'long'.repeat(99)}1`, `x${'long'.repeat(99)}2`],
] as const;

/** Two tenants and a report's name, which are new in each test: no entry of before is theirs. */
let [acme, globex, id] = ['', '', ''];
const tenants = new Set<string>();

async function write(tenant: string, report: string, body: string): Promise<void> {
  tenants.add(tenant);
  await pool.query(WRITE, [tenant, report, body]);
}

/** What tenants are given, one after the other. */
async function openEach(asks: readonly (readonly [tenant: string, id: string])[]) {
  const texts: (string | null)[] = [];
  for (const [tenant, report] of asks) texts.push(await by(tenant).open(report));
  return texts;
}

/** Opens a report until it must have been kept. */
const keep = (...ask: [tenant: string, id: string]) => openEach([ask, ask, ask]);

beforeEach(() => {
  [acme, globex, id] = [randomUUID(), randomUUID(), randomUUID()];
  tenants.add(acme).add(globex);
});

afterAll(async () => {
  await pool.query(CLEAR, [[...tenants]]);
  await pool.end();
  await redis.close();
});

// Where nothing is kept, every test of what is kept would hold as well.
test('what a tenant opens once more comes from the cache', async () => {
  await write(acme, id, 'old');
  await keep(acme, id);
  await write(acme, id, 'written past the cache');
  expect(await by(acme).open(id)).toBe('old');
});

test('what a tenant saves or deletes shows at its next read, whoever of it reads', async () => {
  const colleague = by(acme, 'colleague@example.com');
  expect(await colleague.open(id)).toBeNull();
  for (const body of ['one', 'two']) {
    await by(acme).save(id, body);
    expect(await colleague.open(id)).toBe(body);
  }
  await by(acme).delete(id);
  expect(await colleague.open(id)).toBeNull();
});

test('after a refresh a tenant reads what was written past the cache, all of it', async () => {
  const asks = Array.from({ length: 25 }, () => [acme, randomUUID()] as const);
  for (const body of ['old', 'new']) {
    for (const [, report] of asks) await write(acme, report, body);
    await by(acme).refresh();
    expect(await openEach(asks)).toEqual(asks.map(() => body));
  }
});

test('reports of one name are each tenant’s own', async () => {
  await write(acme, id, 'of acme');
  await write(globex, id, 'of globex');
  await keep(acme, id);
  expect(await by(globex).open(id)).toBe('of globex');
  expect(await by(acme).open(id)).toBe('of acme');
});

test('that a tenant has none of a name is told to nobody else', async () => {
  await write(acme, id, 'of acme');
  await keep(globex, id);
  expect(await by(acme).open(id)).toBe('of acme');
});

test('nothing that a tenant does takes another’s entry away', async () => {
  const { open, save, delete: remove, refresh } = by(acme);
  for (const act of [open, (each: string) => save(each, 'new'), remove, refresh]) {
    const each = randomUUID();
    await write(acme, each, 'of acme');
    await write(globex, each, 'of globex');
    await keep(globex, each);
    await act(each);
    await write(globex, each, 'written past the cache');
    expect(await by(globex).open(each)).toBe('of globex');
  }
});

test('tenants that ask at once each open their own, then and after', async () => {
  for (let n = 0; n < 4; n++) {
    const [one, two] = [randomUUID(), randomUUID()];
    const [first, second] = n % 2 === 0 ? [acme, globex] : [globex, acme];
    // The last of all is not the last to ask for the first report.
    const own = [first, second, second, first];
    const asks = own.map((tenant, at) => [tenant, at < 2 ? one : two] as const);
    for (const [tenant, report] of asks) await write(tenant, report, tenant);
    expect(await Promise.all(asks.map(([tenant, report]) => by(tenant).open(report)))).toEqual(own);
    expect(await openEach(asks)).toEqual(own);
  }
});

test.runIf(CHOSEN)('names that look like one key are two', async () => {
  /** A tenant and its report; and the names that are asked with, which have none. */
  type Pair = readonly [owner: string, own: string, asker: string, asked: string];
  const pairs: Pair[] = [
    ...ALIKE.flatMap((names): Pair[] => {
      const x = randomUUID();
      const [own = '', alike = ''] = names.map((name) => name.replace('x', x));
      return [[own, id, alike, id], [acme, own, acme, alike]]; // prettier-ignore
    }),
    // Steps in a path, for a key that is made as an address.
    [acme, '..', globex, '..'],
    // Either part may come first in a key, and may end in what escapes.
    ...BETWEEN.map((text): Pair => [acme, `${id}${text}eu`, `eu${text}${acme}`, id]),
    ...BETWEEN.map((text): Pair => [`${acme}${text}eu`, id, acme, `eu${text}${id}`]),
    ...BETWEEN.map((text): Pair => [`${acme}${text}eu\\`, id, `${acme}\\`, `eu${text}${id}`]),
  ];
  const crossed: Pair[] = [];
  for (const [owner, own, asker, asked] of pairs) {
    await write(owner, own, 'not asked for');
    // At once, for what is shared while a query runs; then in turn, for what was kept.
    const [, beside] = await Promise.all([by(owner).open(own), by(asker).open(asked)]);
    const [after, still] = await openEach([[asker, asked], [owner, own]]); // prettier-ignore
    const apart = beside === null && after === null && still !== null;
    if (!apart) crossed.push([owner, own, asker, asked]);
  }
  expect(crossed).toEqual([]);
});

test.runIf(CHOSEN)('a refresh ends where the tenant’s name ends, whatever it is', async () => {
  const owners = BETWEEN.flatMap((text) => [`${acme}${text}eu`, `eu${text}${acme}`]);
  for (const owner of owners) await write(owner, id, owner);
  for (const owner of owners) await keep(owner, id);
  for (const name of [acme, `${acme}*`, `${acme}?eu`, `${acme}[:]eu`, `${acme}\\:eu`])
    await by(name).refresh();
  await by(acme).save(`${id}*`, 'a name that is a pattern');
  await by(acme).delete(`${id}*`);
  for (const owner of owners) await write(owner, id, 'written past the cache');
  expect(await openEach(owners.map((owner) => [owner, id]))).toEqual(owners);
});

test.runIf(CHOSEN)('a tenant with an awkward name reads what it wrote and saved', async () => {
  for (const end of ['*', '[1]', '?', '\\', ':eu', "'s", '/100% ü&', '^-!']) {
    const [tenant, report] = [`${acme}${end}`, `${id}${end}`];
    for (const body of ['old', 'new']) {
      await write(tenant, report, body);
      await by(tenant).refresh();
      expect(await by(tenant).open(report)).toBe(body);
    }
    await by(tenant).save(report, 'saved');
    expect(await by(tenant).open(report)).toBe('saved');
  }
});
