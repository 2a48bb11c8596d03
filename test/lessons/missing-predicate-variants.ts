/** Plausible answers that are not sound, tried while the lesson was played, and those that are. */
import { LOOK, SOUND, type Variant } from './missing-predicate-sound.ts';

export const VARIANTS: readonly Variant[] = [
  ...SOUND,
  {
    name: 'FOR UPDATE outside a transaction, which locks until the statement ends',
    functions: {
      deleteDocument: `export async function deleteDocument(session, args) {
        const [row] = (await pool.query('${LOOK} FOR UPDATE', [args.id])).rows;
        if (row?.tenant_id !== session.tenantId) return { deleted: false };
        await pool.query('DELETE FROM documents WHERE id = $1', [args.id]);
        return { deleted: true };
      }`,
    },
    expected: { id: 'moved-meanwhile', resembles: 'look-then-act' },
  },
  {
    name: 'looked up and read again',
    functions: {
      getDocument: `export async function getDocument(session, args) {
        const [row] = (await pool.query('SELECT tenant_id FROM documents WHERE id = $1', [args.id])).rows;
        if (row?.tenant_id !== session.tenantId) return null;
        return (await pool.query('SELECT id, title, body FROM documents WHERE id = $1', [args.id])).rows[0] ?? null;
      }`,
    },
    expected: { id: 'moved-meanwhile', resembles: 'look-then-act' },
  },
  {
    name: 'the first digits of the tenant’s id',
    functions: {
      getDocument: `export async function getDocument(session, args) {
        const { rows } = await pool.query(
          'SELECT id, title, body FROM documents WHERE id = $1 AND left(tenant_id::text, 8) = $2',
          [args.id, session.tenantId.slice(0, 8)]);
        return rows[0] ?? null;
      }`,
    },
    expected: { id: 'read-by-id' },
  },
  {
    name: 'the comparison in the ON of a LEFT JOIN',
    functions: {
      getDocument: `export async function getDocument(session, args) {
        const { rows } = await pool.query(
          \`SELECT d.id, d.title, d.body FROM documents d
           LEFT JOIN documents mine ON mine.id = d.id AND mine.tenant_id = $2 WHERE d.id = $1\`,
          [args.id, session.tenantId]);
        return rows[0] ?? null;
      }`,
    },
    expected: { id: 'read-by-id', resembles: 'exists-somewhere' },
  },
  {
    name: 'ON CONFLICT for an update',
    functions: {
      updateDocument: `export async function updateDocument(session, args) {
        const { rows } = await pool.query(
          \`INSERT INTO documents (id, tenant_id, title, body) VALUES ($1, $2, $3, $4)
           ON CONFLICT (id) DO UPDATE SET title = excluded.title, body = excluded.body
           RETURNING id, title, body\`,
          [args.id, session.tenantId, args.title ?? 'untitled', args.body ?? '']);
        return rows[0] ?? null;
      }`,
    },
    expected: { id: 'update-by-id', resembles: 'exists-somewhere' },
  },
  {
    name: 'the session spread over by the arguments',
    functions: {
      getDocument: `export async function getDocument(session, args) {
        const { tenantId, id } = { ...session, ...args };
        const { rows } = await pool.query('SELECT id, title, body FROM documents WHERE id = $1 AND tenant_id = $2', [id, tenantId]);
        return rows[0] ?? null;
      }`,
    },
    expected: { id: 'hostile-arguments', resembles: 'tenant-from-the-arguments' },
  },
  {
    name: 'the document in a property of the error',
    functions: {
      getDocument: `export async function getDocument(session, args) {
        const [document] = (await pool.query('${LOOK}', [args.id])).rows;
        if (document?.tenant_id !== session.tenantId) throw Object.assign(new Error('Not found'), { document });
        return document;
      }`,
    },
    expected: { id: 'read-by-id', resembles: 'title-in-the-refusal' },
  },
  {
    name: 'the owner named in the refusal',
    functions: {
      getDocument: `export async function getDocument(session, args) {
        const [row] = (await pool.query('${LOOK}', [args.id])).rows;
        if (row && row.tenant_id !== session.tenantId) throw new Error('Ask ' + row.tenant_id + ' to share it.');
        return row ?? null;
      }`,
    },
    expected: { id: 'read-by-id', resembles: 'title-in-the-refusal' },
  },
  {
    name: 'an error for one and null for the other',
    functions: {
      getDocument: `export async function getDocument(session, args) {
        const [row] = (await pool.query('${LOOK}', [args.id])).rows;
        if (!row) return null;
        if (row.tenant_id !== session.tenantId) throw new Error('Not found');
        return row;
      }`,
    },
    expected: { id: 'same-answer' },
  },
  {
    name: 'the same message under two codes',
    functions: {
      deleteDocument: `export async function deleteDocument(session, args) {
        const [row] = (await pool.query('${LOOK}', [args.id])).rows;
        const code = !row ? 'E_NONE' : row.tenant_id !== session.tenantId ? 'E_TENANT' : null;
        if (code) throw Object.assign(new Error('No such document'), { code });
        await pool.query('DELETE FROM documents WHERE id = $1 AND tenant_id = $2', [args.id, session.tenantId]);
        return { deleted: true };
      }`,
    },
    expected: { id: 'same-answer', resembles: 'forbidden-and-not-found' },
  },
  {
    name: 'a second branch of a UNION without the tenant',
    functions: {
      listDocuments: `export async function listDocuments(session, args) {
        const { rows } = await pool.query(
          \`SELECT id, title FROM documents WHERE tenant_id = $1 AND title ILIKE $2
           UNION SELECT id, title FROM documents WHERE body ILIKE $2 AND $2 <> '%%' ORDER BY id\`,
          [session.tenantId, '%' + (args.search ?? '') + '%']);
        const from = args.offset ?? 0;
        return { documents: rows.slice(from, from + (args.limit ?? 20)), total: rows.length };
      }`,
    },
    expected: { id: 'list-isolated', resembles: 'search-with-or' },
  },
  {
    name: 'the search as a part of the text',
    functions: {
      listDocuments: `export async function listDocuments(session, args) {
        const { rows } = await pool.query(
          \`SELECT id, title FROM documents WHERE tenant_id = '\${session.tenantId}'
           AND (title ILIKE '%\${args.search ?? ''}%' OR body ILIKE '%\${args.search ?? ''}%') ORDER BY id\`);
        const from = args.offset ?? 0;
        return { documents: rows.slice(from, from + (args.limit ?? 20)), total: rows.length };
      }`,
    },
    expected: { id: 'hostile-arguments', resembles: 'values-in-the-text' },
  },
  {
    name: 'the page as a part of the text, which an error then quotes from',
    functions: {
      listDocuments: `export async function listDocuments(session, args) {
        const like = '%' + (args.search ?? '') + '%';
        const mine = 'FROM documents WHERE tenant_id = $1 AND (title ILIKE $2 OR body ILIKE $2)';
        const all = await pool.query('SELECT id ' + mine, [session.tenantId, like]);
        const { rows } = await pool.query(
          'SELECT id, title ' + mine + \` ORDER BY id LIMIT \${args.limit ?? 20} OFFSET \${args.offset ?? 0}\`,
          [session.tenantId, like]);
        return { documents: rows, total: all.rowCount };
      }`,
    },
    expected: { id: 'hostile-arguments', resembles: 'values-in-the-text' },
  },
  {
    name: 'a tenant that is set just before a connection is asked for',
    head: `let tenant = '';
      const query = async (session, sql, ...values) => {
        tenant = session.tenantId;
        const client = await pool.connect();
        try {
          return await client.query(sql, [tenant, ...values]);
        } finally {
          client.release();
        }
      };`,
    functions: {
      listDocuments: `export async function listDocuments(session, args) {
        const { rows } = await query(session,
          'SELECT id, title FROM documents WHERE tenant_id = $1 AND (title ILIKE $2 OR body ILIKE $2) ORDER BY id',
          '%' + (args.search ?? '') + '%');
        const from = args.offset ?? 0;
        return { documents: rows.slice(from, from + (args.limit ?? 20)), total: rows.length };
      }`,
    },
    expected: { id: 'in-flight-together', resembles: 'tenant-of-the-last-call' },
  },
  {
    name: 'a cache of documents by id',
    head: 'const cache = new Map();',
    functions: {
      getDocument: `export async function getDocument(session, args) {
        const known = cache.get(args.id);
        if (known) return known;
        const { rows } = await pool.query('SELECT id, title, body FROM documents WHERE id = $1 AND tenant_id = $2', [args.id, session.tenantId]);
        if (rows[0]) cache.set(args.id, rows[0]);
        return rows[0] ?? null;
      }`,
    },
    expected: { id: 'read-by-id' },
  },
  {
    name: 'questions of one moment asked together, for all tenants that ask',
    head: `let batch = null;
      function load(session, id) {
        batch ??= collect();
        batch.ids.push(id);
        batch.tenants.push(session.tenantId);
        return batch.rows.then(({ rows }) => rows.find((row) => row.id === id) ?? null);
      }
      function collect() {
        const own = { ids: [], tenants: [] };
        own.rows = new Promise((go) => setTimeout(go, 1)).then(() => {
          batch = null;
          return pool.query(
            'SELECT id, title, body FROM documents WHERE id = ANY ($1::int[]) AND tenant_id = ANY ($2::uuid[])',
            [own.ids, own.tenants]);
        });
        return own;
      }`,
    functions: {
      getDocument: `export async function getDocument(session, args) {
        return await load(session, args.id);
      }`,
    },
    expected: { id: 'in-flight-together', resembles: 'shared-in-flight' },
  },
  {
    name: 'a statement for the title alone, and it forgets the tenant',
    functions: {
      updateDocument: `export async function updateDocument(session, args) {
        const { rows } = args.body === undefined
          ? await pool.query('UPDATE documents SET title = $2 WHERE id = $1 RETURNING id, title, body', [args.id, args.title])
          : await pool.query(
              'UPDATE documents SET title = coalesce($3, title), body = $4 WHERE id = $1 AND tenant_id = $2 RETURNING id, title, body',
              [args.id, session.tenantId, args.title, args.body]);
        return rows[0] ?? null;
      }`,
    },
    expected: { id: 'update-by-id', resembles: 'edit-of-nothing' },
  },
  {
    name: 'an edit of nothing that says whether there is something',
    functions: {
      updateDocument: `export async function updateDocument(session, args) {
        if (args.title === undefined && args.body === undefined) {
          const { rowCount } = await pool.query('SELECT FROM documents WHERE id = $1', [args.id]);
          throw new Error(rowCount ? 'Nothing to change' : 'Not found');
        }
        const { rows } = await pool.query(
          'UPDATE documents SET title = coalesce($3, title), body = coalesce($4, body) WHERE id = $1 AND tenant_id = $2 RETURNING id, title, body',
          [args.id, session.tenantId, args.title, args.body]);
        return rows[0] ?? null;
      }`,
    },
    expected: { id: 'same-answer', resembles: 'forbidden-and-not-found' },
  },
  {
    name: 'rows of a deletion that returns none',
    functions: {
      deleteDocument: `export async function deleteDocument(session, args) {
        const { rows } = await pool.query('DELETE FROM documents WHERE id = $1 AND tenant_id = $2', [args.id, session.tenantId]);
        return { deleted: rows.length === 1 };
      }`,
    },
    expected: { id: 'own-documents-deletable', resembles: 'told-of-none' },
  },
  {
    name: 'every list of ids checked by its length',
    functions: {
      getDocument: `export async function getDocument(session, args) {
        const ids = [args.id].flat();
        const { rows } = await pool.query('SELECT id, title, body, tenant_id FROM documents WHERE id = ANY ($1::int[])', [ids]);
        if (!rows.some((row) => row.tenant_id === session.tenantId)) return null;
        return rows.length === 1 ? rows[0] : rows;
      }`,
    },
    expected: { id: 'hostile-arguments', resembles: 'first-of-many-ids' },
  },
  {
    name: 'a deletion that gives the document to nobody',
    functions: {
      deleteDocument: `export async function deleteDocument(session, args) {
        const { rowCount } = await pool.query(
          "UPDATE documents SET tenant_id = '00000000-0000-0000-0000-000000000000' WHERE id = $1 AND tenant_id = $2",
          [args.id, session.tenantId]);
        return { deleted: rowCount === 1 };
      }`,
    },
    expected: { id: 'own-documents-deletable' },
  },
  {
    name: 'a total of the page',
    functions: {
      listDocuments: `export async function listDocuments(session, args) {
        const { rows } = await pool.query(
          'SELECT id, title FROM documents WHERE tenant_id = $1 AND (title ILIKE $2 OR body ILIKE $2) ORDER BY id LIMIT $3 OFFSET $4',
          [session.tenantId, '%' + (args.search ?? '') + '%', args.limit ?? 20, args.offset ?? 0]);
        return { documents: rows, total: rows.length };
      }`,
    },
    expected: { id: 'own-documents-listed' },
  },
  {
    name: 'an order that nobody asked for',
    functions: {
      listDocuments: `export async function listDocuments(session, args) {
        const { rows } = await pool.query(
          'SELECT id, title FROM documents WHERE tenant_id = $1 AND (title ILIKE $2 OR body ILIKE $2) ORDER BY id DESC',
          [session.tenantId, '%' + (args.search ?? '') + '%']);
        const from = args.offset ?? 0;
        return { documents: rows.slice(from, from + (args.limit ?? 20)), total: rows.length };
      }`,
    },
    expected: { id: 'own-documents-listed' },
  },
  {
    name: 'an update that forgets what it was not given',
    functions: {
      updateDocument: `export async function updateDocument(session, args) {
        const { rows } = await pool.query(
          "UPDATE documents SET title = coalesce($3, ''), body = coalesce($4, '') WHERE id = $1 AND tenant_id = $2 RETURNING id, title, body",
          [args.id, session.tenantId, args.title, args.body]);
        return rows[0] ?? null;
      }`,
    },
    expected: { id: 'own-documents-updatable' },
  },
  {
    name: 'joined with a row of one’s own, whichever',
    functions: {
      deleteDocument: `export async function deleteDocument({ tenantId }, { id }) {
        const sql = 'DELETE FROM documents USING documents AS own WHERE documents.id = $1 AND own.tenant_id = $2';
        return { deleted: (await pool.query(sql, [id, tenantId])).rowCount === 1 };
      }`,
    },
    expected: { id: 'delete-by-id', resembles: 'exists-somewhere' },
  },
  {
    name: 'what the attack was seen to try, answered by heart',
    functions: {
      getDocument: `export async function getDocument(session, args) {
        return { id: args.id, title: 'Untitled', body: '' };
      }`,
    },
    expected: { id: 'own-documents-readable', resembles: 'column-that-is-not-there' },
  },
];

/** A right `tools.ts` with other functions in it. */
export function variantOf(right: string, { head = '', functions }: Variant): string {
  let text = right;
  for (const [name, replacement] of Object.entries(functions)) {
    const start = text.search(new RegExp(`export async function ${name}\\b`));
    const end = text.indexOf('\n}\n', start) + '\n}\n'.length;
    if (start < 0 || end < start) throw new Error(`No function ${name} in the right answer`);
    text = `${text.slice(0, start)}${replacement}\n${text.slice(end)}`;
  }
  return `${head}\n${text}`;
}
