/** Odd answers that are sound, tried while the lesson was played. */

type Tool = 'getDocument' | 'updateDocument' | 'deleteDocument' | 'listDocuments';

export interface Variant {
  readonly name: string;
  /** In place of the right answer's functions of these names. */
  readonly functions: Partial<Readonly<Record<Tool, string>>>;
  /** What stands before them. */
  readonly head?: string;
  /** Passes, or the check that does not, and the known wrong answer it is like. */
  readonly expected: 'passed' | { readonly id: string; readonly resembles?: string };
}

export const LOOK = 'SELECT id, title, body, tenant_id FROM documents WHERE id = $1';

/** A transaction on one connection, with `body` in it; `client` is the connection. */
const transaction = (body: string): string => `
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    ${body}
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }`;

export const SOUND: readonly Variant[] = [
  {
    name: 'MERGE for an update, USING for a deletion',
    functions: {
      updateDocument: `export async function updateDocument(session, args) {
        const { rows } = await pool.query(
          \`MERGE INTO documents d USING (VALUES ($1::int, $2::uuid)) v (id, tenant)
           ON d.id = v.id AND d.tenant_id = v.tenant
           WHEN MATCHED THEN UPDATE SET title = coalesce($3, d.title), body = coalesce($4, d.body)
           RETURNING d.id, d.title, d.body\`,
          [args.id, session.tenantId, args.title, args.body]);
        return rows[0] ?? null;
      }`,
      deleteDocument: `export async function deleteDocument(session, args) {
        const { rowCount } = await pool.query(
          \`DELETE FROM documents d USING (VALUES ($1::int, $2::uuid)) v (id, tenant)
           WHERE d.id = v.id AND d.tenant_id = v.tenant\`,
          [args.id, session.tenantId]);
        return { deleted: rowCount === 1 };
      }`,
    },
    expected: 'passed',
  },
  {
    name: 'compared in code where nothing is written',
    functions: {
      getDocument: `export async function getDocument(session, args) {
        const [row] = (await pool.query('${LOOK}', [args.id])).rows;
        if (row?.tenant_id !== session.tenantId) return null;
        return { id: row.id, title: row.title, body: row.body };
      }`,
    },
    expected: 'passed',
  },
  {
    name: 'an update that is rolled back where it hit another tenant',
    functions: {
      updateDocument: `export async function updateDocument(session, args) {${transaction(`
        const [row] = (await client.query(
          'UPDATE documents SET title = coalesce($2, title), body = coalesce($3, body) WHERE id = $1 RETURNING *',
          [args.id, args.title, args.body])).rows;
        const mine = row?.tenant_id === session.tenantId;
        await client.query(mine ? 'COMMIT' : 'ROLLBACK');
        return mine ? { id: row.id, title: row.title, body: row.body } : null;`)}
      }`,
    },
    expected: 'passed',
  },
  {
    name: 'the session in an AsyncLocalStorage',
    head: `import { AsyncLocalStorage } from 'node:async_hooks';
      const current = new AsyncLocalStorage();
      const query = async (sql, ...values) => {
        await Promise.resolve();
        return pool.query(sql, [current.getStore().tenantId, ...values]);
      };`,
    functions: {
      getDocument: `export const getDocument = (session, args) => current.run(session, async () =>
        (await query('SELECT id, title, body FROM documents WHERE tenant_id = $1 AND id = $2', args.id)).rows[0] ?? null);`,
      deleteDocument: `export const deleteDocument = (session, args) => current.run(session, async () =>
        ({ deleted: (await query('DELETE FROM documents WHERE tenant_id = $1 AND id = $2', args.id)).rowCount === 1 }));`,
    },
    expected: 'passed',
  },
  {
    name: 'results in the shape of MCP, and a number for each request',
    head: `import { randomUUID } from 'node:crypto';
      const text = (value) => ({ content: [{ type: 'text', text: JSON.stringify(value) }] });
      const none = () => ({ isError: true, ...text({ error: 'not_found', request: randomUUID(), at: new Date().toISOString() }) });`,
    functions: {
      getDocument: `export async function getDocument(session, args) {
        const { rows } = await pool.query('SELECT * FROM documents WHERE id = $1 AND tenant_id = $2', [args.id, session.tenantId]);
        return rows[0] ? text(rows[0]) : none();
      }`,
      deleteDocument: `export async function deleteDocument(session, args) {
        const { rowCount } = await pool.query('DELETE FROM documents WHERE id = $1 AND tenant_id = $2', [args.id, session.tenantId]);
        return rowCount ? text({ deleted: args.id }) : none();
      }`,
    },
    expected: 'passed',
  },
  {
    name: 'named statements, and ids parsed first',
    head: `const parse = (id) => {
        if (!Number.isSafeInteger(id) || id < 1 || id > 2147483647) throw new TypeError('id must be a whole number');
        return id;
      };`,
    functions: {
      getDocument: `export async function getDocument(session, args) {
        const { rows } = await pool.query({
          name: 'open',
          text: 'SELECT id, title, body FROM documents WHERE id = $1 AND tenant_id = $2',
          values: [parse(args.id), session.tenantId],
        });
        return rows[0];
      }`,
    },
    expected: 'passed',
  },
  {
    // PostgreSQL in the page runs one transaction at a time; the prose says so.
    name: 'a transaction without a lock, which this page cannot tell from a right one',
    functions: {
      deleteDocument: `export async function deleteDocument(session, args) {${transaction(`
        const [row] = (await client.query('${LOOK}', [args.id])).rows;
        const mine = row?.tenant_id === session.tenantId;
        if (mine) await client.query('DELETE FROM documents WHERE id = $1', [args.id]);
        await client.query('COMMIT');
        return { deleted: mine };`)}
      }`,
    },
    expected: 'passed',
  },
  {
    name: 'a serializable transaction, tried again',
    functions: {
      deleteDocument: `export async function deleteDocument(session, args) {
        for (let tries = 0; ; tries++) {
          const client = await pool.connect();
          try {
            await client.query('BEGIN ISOLATION LEVEL SERIALIZABLE');
            const [row] = (await client.query('${LOOK}', [args.id])).rows;
            const mine = row?.tenant_id === session.tenantId;
            if (mine) await client.query('DELETE FROM documents WHERE id = $1', [args.id]);
            await client.query('COMMIT');
            return { deleted: mine };
          } catch (error) {
            await client.query('ROLLBACK');
            if (error.code !== '40001' || tries > 3) throw error;
          } finally {
            client.release();
          }
        }
      }`,
    },
    expected: 'passed',
  },
  {
    name: 'one frozen error for every refusal, and a deletion that always says deleted',
    head: `const NONE = Object.freeze(Object.assign(new Error('No such document'), { code: 'NOT_FOUND' }));`,
    functions: {
      getDocument: `export async function getDocument(session, args) {
        const { rows } = await pool.query('SELECT id, title, body FROM documents WHERE id = $1 AND tenant_id = $2', [args.id, session.tenantId]);
        if (!rows[0]) throw NONE;
        return Object.freeze(rows[0]);
      }`,
      deleteDocument: `export async function deleteDocument(session, args) {
        await pool.query('DELETE FROM documents WHERE id = $1 AND tenant_id = $2', [args.id, session.tenantId]);
        return { deleted: true };
      }`,
    },
    expected: 'passed',
  },
  {
    name: 'questions of one moment asked together, each with its own tenant',
    head: `let batch = null;
      function load(session, id) {
        batch ??= collect();
        const at = batch.ids.push(id);
        batch.tenants.push(session.tenantId);
        return batch.rows.then(({ rows }) => rows.find((row) => Number(row.at) === at)?.document ?? null);
      }
      function collect() {
        const own = { ids: [], tenants: [] };
        own.rows = new Promise((go) => setTimeout(go, 1)).then(() => {
          batch = null;
          return pool.query(
            \`SELECT v.at, json_build_object('id', d.id, 'title', d.title, 'body', d.body) AS document
              FROM unnest($1::int[], $2::uuid[]) WITH ORDINALITY v (id, tenant_id, at) JOIN documents d USING (id, tenant_id)\`,
            [own.ids, own.tenants]);
        });
        return own;
      }`,
    functions: {
      getDocument: `export async function getDocument(session, args) {
        return await load(session, args.id);
      }`,
    },
    expected: 'passed',
  },
  {
    name: 'await using for the connection, zod for the arguments',
    head: `import { z } from 'zod';
      const Patch = z.object({ id: z.number().int(), title: z.string().optional(), body: z.string().optional() });
      async function open() {
        const client = await pool.connect();
        return { client, async [Symbol.asyncDispose]() { client.release(); } };
      }`,
    functions: {
      updateDocument: `export async function updateDocument(session, given) {
        const args = Patch.parse(given);
        await using one = await open();
        const { rows } = await one.client.query(
          'UPDATE documents SET title = coalesce($3, title), body = coalesce($4, body) WHERE id = $1 AND tenant_id = $2 RETURNING id, title, body',
          [args.id, session.tenantId, args.title, args.body]);
        return rows[0] ?? null;
      }`,
    },
    expected: 'passed',
  },
];
