import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { inspect } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/contract/index.ts';
import { openDatabase } from '../../src/database/index.ts';
import { loadNodeAssets } from '../../src/database/node/assets.ts';
import { pgClient } from '../database/support/pg-client.ts';
import { readLesson } from './error-leakage-bench.ts';

const { folder } = await readLesson();
const { manifest } = folder;
const prose = Object.values(folder.prose).join('\n').replace(/ {2,}/g, ' ');
/** A fact is only worth a test while the prose states it. */
const stated = (text: string): void => expect(prose).toContain(text);

const ACME = 'aaaaaaaa-0000-4000-8000-00000000000a';
const GLOBEX = 'bbbbbbbb-0000-4000-8000-00000000000b';
const TAKEN = "INSERT INTO wallets (handle, memo) VALUES ('acme-30638', 'x')";
const EXISTS = 'Key (handle)=(acme-30638) already exists.';
const LONG = 'm'.repeat(100);

let database: Database;
beforeAll(async () => {
  database = await openDatabase(await loadNodeAssets());
});
afterAll(() => database.close());

/** The lesson’s schema, a wallet of Acme’s and one of Globex’s, and what else a test needs. */
async function serve(
  use: (as: (user: string) => Promise<pg.Client>) => Promise<void>,
  more = '',
): Promise<void> {
  await database.renew();
  const setup = await readFile(path.join(folder.folder, 'setup.sql'), 'utf8');
  const rows = `INSERT INTO wallets (id, tenant_id, handle, memo, credits) VALUES
    (10001, '${ACME}', 'acme-30638', 'acquisition of Initech', 71759),
    (10002, '${GLOBEX}', 'globex-1', 'ours', 70000),
    (10003, '${ACME}', 'acme-long', '${LONG}', 99999);
`;
  expect((await database.superuser(setup + rows + more)).error).toBeNull();
  const users = { app_user: 'app_user', app_owner: 'app_owner' };
  await database.serve({ mode: 'direct', users }, async (server) => {
    const clients: pg.Client[] = [];
    await use(async (user) => {
      const client = await pgClient(server, user);
      clients.push(client);
      await client.query("SELECT set_config('app.tenant_id', $1, false)", [GLOBEX]);
      return client;
    });
    await Promise.all(clients.map((client) => client.end()));
  });
}

async function refusal(client: pg.Client, sql: string): Promise<pg.DatabaseError> {
  const error: unknown = await client.query(sql).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof pg.DatabaseError) return error;
  throw new Error(`${sql} was not refused`);
}

describe('where the DETAIL comes from', () => {
  it('not where row-level security binds the role: the prediction', async () => {
    stated('`23505` and the name of the constraint; no `DETAIL`');
    expect(manifest.predict?.options[manifest.predict.answer]).toBe(
      '23505, with the name of the constraint and without a DETAIL.',
    );
    await serve(async (as) => {
      const error = await refusal(await as('app_user'), TAKEN);
      expect(error).toMatchObject({ code: '23505', constraint: 'wallets_handle_key' });
      expect(error.detail).toBeUndefined();
      expect(error.message).not.toContain('acme');
    });
  });

  it('from the same statement as the owner', async () => {
    stated('the same as the owner, a superuser or a `BYPASSRLS` role');
    await serve(async (as) => {
      const error = await refusal(await as('app_owner'), TAKEN);
      expect(error).toMatchObject({ code: '23505', detail: EXISTS });
    });
  });

  it.each(['postgres', 'exempt'])('from the same statement as %s', async (role) => {
    await serve(() => Promise.resolve());
    const grants = `CREATE ROLE exempt BYPASSRLS; GRANT USAGE ON SCHEMA public TO exempt; GRANT ALL ON wallets TO exempt;`;
    const tenant = `SELECT set_config('app.tenant_id', '${GLOBEX}', false);`;
    const { error } = await database.superuser(`${grants} ${tenant} SET ROLE ${role}; ${TAKEN}`);
    expect(error).toMatchObject({ code: '23505', detail: EXISTS });
  });

  it('from the UPDATE in pay(), the whole row, 64 bytes of each value', async () => {
    stated('`Failing row contains (…)`: the row, all columns, 64 bytes of each');
    await serve(async (as) => {
      const client = await as('app_user');
      const full = await refusal(client, "SELECT pay('globex-1', 'acme-30638', 30000)");
      expect(full).toMatchObject({ code: '23514', constraint: 'wallets_limit' });
      expect(full.detail).toBe(
        `Failing row contains (10001, ${ACME}, acme-30638, acquisition of Initech, 101759, f).`,
      );
      const long = await refusal(client, "SELECT pay('globex-1', 'acme-long', 30000)");
      expect(long.detail).toContain(`, ${'m'.repeat(64)}..., `);
    });
  });

  it('on a table without row-level security, as far as the role may read', async () => {
    stated('the `DETAIL`, as far as the role may `SELECT` the columns');
    const off = 'ALTER TABLE wallets DISABLE ROW LEVEL SECURITY;';
    await serve(async (as) => {
      expect((await refusal(await as('app_user'), TAKEN)).detail).toBe(EXISTS);
    }, off);
    await serve(async (as) => {
      expect((await refusal(await as('app_user'), TAKEN)).detail).toBeUndefined();
    }, `${off} REVOKE SELECT ON wallets FROM app_user;`);
  });

  it('a cast quotes the value in the message', async () => {
    stated('no `DETAIL`: the _message_ quotes the value (`22P02`)');
    await serve(async (as) => {
      const error = await refusal(await as('app_user'), 'SELECT memo::int FROM wallets');
      expect(error.code).toBe('22P02');
      expect(error.message).toBe('invalid input syntax for type integer: "ours"');
      expect(error.detail).toBeUndefined();
    });
  });

  it('the constraint’s name tells who is in arrears', async () => {
    stated('`wallets_frozen_for_arrears` says that Acme has not paid its bill');
    await serve(async (as) => {
      const error = await refusal(await as('app_user'), "SELECT pay('globex-1', 'acme-30638', 1)");
      expect(error.constraint).toBe('wallets_frozen_for_arrears');
    }, 'UPDATE wallets SET credits = 0, frozen = true WHERE id = 10001;');
  });
});

describe('what an error is as JSON', () => {
  it('{} of an Error, and all but the message of the driver’s', async () => {
    stated('Of an `Error`, yes.');
    stated('`code`, `detail`, `constraint`, `table` and `where` as fields of its own');
    expect(JSON.stringify(new Error('x', { cause: 'y' }))).toBe('{}');
    await serve(async (as) => {
      const error = await refusal(
        await as('app_user'),
        "SELECT pay('globex-1', 'acme-30638', 30000)",
      );
      const json = JSON.parse(JSON.stringify(error)) as Record<string, unknown>;
      expect(Object.keys(json)).toEqual(
        expect.arrayContaining(['code', 'detail', 'constraint', 'table', 'where']),
      );
      expect(json.detail).toContain('acquisition of Initech');
      expect(json).not.toHaveProperty('message');
      expect(error.name).toBe('error');
    });
  });

  it('inspect has the fields of a cause, too', () => {
    stated('`inspect(error)` has all of it');
    const cause = Object.assign(new Error('inner'), { detail: 'Failing row' });
    expect(inspect(new Error('outer', { cause }))).toContain("detail: 'Failing row'");
  });

  it('what JSON.parse cannot read is quoted', () => {
    stated('`JSON.parse` of somebody else’s answer quotes it');
    expect(() => JSON.parse('secret-123') as unknown).toThrow(/"secret-123" is not valid JSON/);
  });
});
