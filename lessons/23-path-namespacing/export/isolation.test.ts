/**
 * Isolation tests for vitest and pg, from the lesson "A path is a request" of Leakproof.
 *
 * They prove that no reference, name, tenant id or link of one tenant lists, reads, overwrites or
 * deletes a file of another, that exports made at once stay apart, and that a tenant reaches its
 * own. They prove nothing of a function that is not in the adapter below, of hard links, of a file
 * that becomes a link while a call runs, nor of what a refusal tells. For Linux and macOS.
 *
 *   npm i -D vitest pg @types/pg && DATABASE_URL=… ADMIN_URL=… npx vitest run isolation.test.ts
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { Pool } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';

// Names to change ---------------------------------------------------------------------------------

/** Your own functions. */
import { createExport, deleteExport, listExports, readExport } from './exports.ts';

/** Where they keep their files: a directory for tests, in which whatever is new is removed. */
const ROOT = '/srv/exports';

/** A database for tests, with a login that may write what is exported. Your functions have theirs. */
const ADMIN_URL = process.env.ADMIN_URL ?? 'postgres://postgres@localhost:5432/app_test';
const INSERT = `INSERT INTO reports VALUES (gen_random_uuid(), $1, 1, 'title', $2)`;
const CLEAR = 'DELETE FROM reports WHERE tenant_id = ANY ($1)';

/** Three tenants. Where your ids may, let the second begin with the first. */
const ACME = `acme-${randomUUID().slice(0, 8)}`;
const [ACME_EU, GLOBEX] = [`${ACME}-eu`, `globex-${randomUUID().slice(0, 8)}`];

/** Other ids that somebody may type at sign-up. None of them where your server makes the ids. */
const ODD = [
  ...['.', '..', '-'.repeat(36), `./${ACME}`, `x/../${ACME}`, `../${path.basename(ROOT)}/${ACME}`],
  ...[ACME.toUpperCase(), ` ${ACME}`, `${ACME}.`, `${ACME}/eu`, `${ACME}_eu`, `ａ${ACME.slice(1)}`],
];

/** How your functions are called for a tenant. */
const by = (tenantId: string, session = { tenantId, user: 'test@example.com' }) => ({
  create: (name: string) => createExport(session, { report: 1, name }),
  list: () => listExports(session),
  read: (ref: string): Promise<unknown> => readExport(session, { ref }),
  delete: (ref: string): Promise<unknown> => deleteExport(session, { ref }),
});

// Nothing below this line needs a change -------------------------------------------------------------

/** An export, and the file that making it wrote. */
type Made = Record<'tenant' | 'ref' | 'file' | 'text', string>;

const database = new Pool({ connectionString: ADMIN_URL });
const TENANTS = [ACME, ACME_EU, GLOBEX, ...ODD];
const made: Made[] = [];
let eu: Made, globex: Made, own: Made, there: string[];

/** A text that only this tenant’s exports hold. */
const secretOf = (tenant: string): string => createHash('sha256').update(tenant).digest('hex');
const stem = (file: string): string => file.slice(0, file.length - path.extname(file).length);
const encode = (way: string) => way.replaceAll('.', '%2e').replaceAll('/', '%2f');
const link = (at: string, to: string) => rm(at, { force: true }).then(() => symlink(to, at));
const refs = async (tenant: string) => (await by(tenant).list()).map(({ ref }) => ref).sort();

async function make(tenant: string): Promise<Made> {
  const before = await readdir(ROOT, { recursive: true });
  const { ref } = (await by(tenant).create(secretOf(tenant))) ?? expect.unreachable('Not made');
  const one = { tenant, ref, file: '', text: '' };
  for (const name of await readdir(ROOT, { recursive: true })) {
    const file = path.join(ROOT, name);
    const text = before.includes(name) ? '' : await readFile(file, 'utf8').catch(() => '');
    const isIt = one.file === '' || text.includes(secretOf(tenant));
    if (text !== '' && isIt) Object.assign(one, { file, text });
  }
  made.push(one);
  return one;
}

/** What a call comes to, whether it returns or throws. */
const answer = (call: (sent: string) => Promise<unknown>, sent = ''): Promise<string> =>
  call(sent).then(JSON.stringify, (error: unknown) => `${error} ${JSON.stringify(error)}`);

/** A tenant tries references. Nothing that others hold is said, and their files stay as they were. */
async function tries(tenant: string, sent: readonly string[] = []): Promise<void> {
  const { list, read, delete: remove } = by(tenant);
  let said = await answer(list);
  for (const ref of sent) said += (await answer(read, ref)) + (await answer(remove, ref));
  const others = made.filter((one) => one.tenant !== tenant);
  expect(others.filter((one) => said.includes(secretOf(one.tenant)))).toEqual([]);
  for (const { file, text } of others) expect(await readFile(file, 'utf8')).toBe(text);
}

/** In the folder of an export, and below it, are its tenant’s and no others. */
function expectApart(): void {
  for (const { tenant, file } of made) {
    const beside = made.filter((one) => one.file.startsWith(`${path.dirname(file)}/`));
    expect(new Set(beside.map((one) => one.tenant))).toEqual(new Set([tenant]));
  }
}

/** Ways to others’ files, in spellings that one check or another lets by. */
function ways(): string[] {
  const from = (at: string) => [eu, globex].map(({ file }) => path.relative(at, file));
  const to = [...from(path.dirname(own.file)), ...from(ROOT), eu.file, globex.file];
  return [...to, ...to.map(stem)].flatMap((way) => [
    ...[way, `./${way}`, `x/../${way}`, `${own.ref}/../${way}`, `/${way}`, `file://${way}`],
    ...[`${way}\0`, encode(way), encodeURIComponent(encode(way)), way.replaceAll('/', '\\')],
    ...[way.replaceAll('../', '....//'), way.replaceAll('../', '..././')],
    // That a reference is a string is a promise of TypeScript’s.
    [way] as unknown as string,
    // One’s own reference, with another’s file in the place of the one it names.
    ...(['utf8', 'hex', 'base64url'] as const).map((code) => {
      const name = Buffer.from(own.ref, code).toString();
      return Buffer.from(name.replace(stem(path.basename(own.file)), way)).toString(code);
    }),
  ]);
}

beforeAll(async () => {
  await mkdir(ROOT, { recursive: true });
  there = await readdir(ROOT);
  for (const tenant of TENANTS) await database.query(INSERT, [tenant, secretOf(tenant)]);
});
beforeEach(async () => {
  [eu, globex, own] = [await make(ACME_EU), await make(GLOBEX), await make(ACME)];
});
afterEach(async () => {
  for (const { tenant, ref } of made.splice(0)) await answer(by(tenant).delete, ref);
  for (const name of (await readdir(ROOT)).filter((name) => !there.includes(name)))
    await rm(path.join(ROOT, name), { recursive: true });
});
afterAll(() => database.query(CLEAR, [TENANTS]).then(() => database.end()));

// Where a tenant reaches nothing, every test after this one would hold as well.
test('a tenant lists, reads and deletes its own exports, and sees no others', async () => {
  for (const { tenant, ref } of [own, eu, globex]) {
    expect(await refs(tenant)).toEqual([ref]);
    expect(JSON.stringify(await by(tenant).read(ref))).toContain(secretOf(tenant));
    await by(tenant).delete(ref);
    expect(await refs(tenant)).toEqual([]);
  }
});

test('two exports of one name are two, in a directory that is their tenant’s alone', async () => {
  const again = await make(ACME);
  expect(await refs(ACME)).toEqual([own.ref, again.ref].sort());
  expectApart();
});

test('no reference of another tenant, and no path, reads or deletes another’s file', async () => {
  // What its owner has read may be remembered.
  for (const { tenant, ref } of [eu, globex]) await by(tenant).read(ref);
  await tries(ACME, [eu.ref, globex.ref, ...ways()]);
});

test('a path that is sent as a name writes nothing among another tenant’s files', async () => {
  for (const way of ways()) await answer(by(ACME).create, way);
  await tries(ACME);
  for (const { tenant, ref } of [eu, globex]) expect(await refs(tenant)).toEqual([ref]);
});

test('no tenant id has the files or the directory of another', async () => {
  for (const id of ODD) {
    await tries(id, [eu.ref, globex.ref, own.ref]);
    await make(id).catch(() => 'It is refused one.');
  }
  expectApart();
});

test('a link to another tenant’s file is not listed, read or deleted through', async () => {
  const folder = path.dirname(own.file);
  for (const target of [eu.file, globex.file, path.relative(folder, globex.file)]) {
    await link(own.file, target);
    await tries(ACME, [own.ref]);
  }
  await link(`${folder}/way`, path.dirname(globex.file));
  const through = path.join('way', path.basename(globex.file));
  await tries(ACME, [through, stem(through)]);
});

test('an export is not written through a link that waits under its name', async () => {
  const next = own.file.replace(/\d+(?=\D*$)/, (number) => `${Number(number) + 1}`);
  for (const at of [own.file, next]) await link(at, globex.file);
  await answer(by(ACME).create, secretOf(ACME));
  await tries(ACME);
});

test('exports that are made at once each lie with their own tenant', async () => {
  const tenants = Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? ACME : ACME_EU));
  const all = Promise.all(tenants.map((tenant) => by(tenant).create('at once')));
  let running = true;
  void answer(() => all.finally(() => (running = false)));
  // Another tenant comes in between, wherever a call waits.
  for (; running; await new Promise((done) => setImmediate(done)))
    void answer(by(GLOBEX).read, globex.ref);
  for (const [at, one] of (await all).entries())
    expect(await answer(by(tenants[at]!).read, one?.ref)).toContain(secretOf(tenants[at]!));
});
