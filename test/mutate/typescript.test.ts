import { beforeAll, describe, expect, it } from 'vitest';
import { applyEdits } from '../../src/mutate/mutation.ts';
import { loadParser } from '../../src/mutate/sql/index.ts';
import { typeScriptChanges } from '../../src/mutate/typescript/index.ts';

beforeAll(() => loadParser());

/** What an operator makes of a module, one text for each change. */
const made = (operator: string, text: string): string[] =>
  typeScriptChanges('tools.ts', text)
    .filter((change) => change.operator === operator)
    .map(({ edits }) => applyEdits(text, edits));

const KEPT = 'let kept: any;';

describe('each operator on TypeScript', () => {
  it.each<[string, string, string[]]>([
    [
      'drop-predicate',
      "db.query('SELECT a FROM d WHERE id = $1 AND tenant_id = $2');",
      [
        "db.query('SELECT a FROM d WHERE (id = $1 OR true) AND tenant_id = $2');",
        "db.query('SELECT a FROM d WHERE id = $1 AND (tenant_id = $2 OR true)');",
      ],
    ],
    ['drop-predicate', "const W = 'tenant_id = $1';", ["const W = '(tenant_id = $1 OR true)';"]],
    ['drop-predicate', "const W = 'not_found';", []],
    ['not-equal', "const W = 'tenant_id = $1';", ["const W = 'tenant_id <> $1';"]],
    [
      'not-equal',
      'sql(`SELECT ${COLUMNS} FROM d WHERE a = $${n + 1} LIMIT ${limit}`);',
      ['sql(`SELECT ${COLUMNS} FROM d WHERE a <> $${n + 1} LIMIT ${limit}`);'],
    ],
    [
      'not-equal',
      'sql(`WITH d AS (SELECT * FROM t WHERE a = $1) ${rest}`);',
      ['sql(`WITH d AS (SELECT * FROM t WHERE a <> $1) ${rest}`);'],
    ],
    [
      'true-to-false',
      `db.query("SELECT set_config('app.tenant_id', $1, true)", [id]);`,
      [`db.query("SELECT set_config('app.tenant_id', $1, false)", [id]);`],
    ],
    ['true-to-false', 'const a: true = true;', ['const a: true = false;']],
    ['false-to-true', 'let done = false;', ['let done = true;']],
    [
      'drop-parameter',
      'db.query(SQL, [args.id, session.tenantId]);',
      ['db.query(SQL, [args.id]);'],
    ],
    ['drop-parameter', 'keyOf(session.tenantId, id);', ['keyOf(id);']],
    [
      'swap-parameters',
      'db.query(SQL, [args.id, session.tenantId]);',
      ['db.query(SQL, [session.tenantId, args.id]);'],
    ],
    [
      'tenant-from-arguments',
      'const f = (s: Session, args: { id: number }) => find(s.tenantId, args.id);',
      [
        'const f = (s: Session, args: { id: number }) => find(((args as any)?.tenantId ?? s.tenantId), args.id);',
      ],
    ],
    [
      'drop-predicate',
      'if (row.tenant_id !== session.tenantId) throw new Error();',
      ['if (false) throw new Error();'],
    ],
    [
      'drop-predicate',
      'rows.filter((r) => r.tenantId === t);',
      ['rows;', 'rows.filter((r) => true);'],
    ],
    ['or-for-and', 'if (a && tenant === b) f();', ['if (a || tenant === b) f();']],
    [
      'drop-key-segment',
      'const key = (t: string, id: number) => `tenant:${t}:report:${id}`;',
      [
        'const key = (t: string, id: number) => `tenant:report:${id}`;',
        'const key = (t: string, id: number) => `tenant:${t}:report`;',
      ],
    ],
    [
      'drop-key-segment',
      "const key = [tenant, 'report', id].join(':');",
      [
        "const key = ['report', id].join(':');",
        "const key = [tenant, id].join(':');",
        "const key = [tenant, 'report'].join(':');",
      ],
    ],
    [
      'drop-encoding',
      'const key = `${encodeURIComponent(tenant)}:${id}`;',
      ['const key = `${String(tenant)}:${id}`;'],
    ],
    [
      'drop-await',
      'async function f() { await db.query(SQL); }',
      ['async function f() { db.query(SQL); }'],
    ],
    [
      'drop-begin',
      "async function f() { await c.query('BEGIN'); g(); }",
      ['async function f() {  g(); }'],
    ],
    [
      'drop-rollback',
      "c.query(done ? 'COMMIT' : 'ROLLBACK');",
      ["c.query(done ? 'COMMIT' : 'SELECT 1');"],
    ],
    [
      'drop-commit',
      "c.query(done ? 'COMMIT' : 'ROLLBACK');",
      ["c.query(done ? 'SELECT 1' : 'ROLLBACK');"],
    ],
    ['drop-finally', 'try { f(); } finally { g(); }', ['{ f(); }']],
    [
      'drop-finally',
      'try { f(); } catch { h(); } finally { g(); }',
      ['try { f(); } catch { h(); }'],
    ],
    [
      'return-error-message',
      "function f() { try { g(); } catch (error) { return { text: 'It failed.' }; } }",
      [
        'function f() { try { g(); } catch (error) { return { text: String((error as any)?.message ?? error) }; } }',
      ],
    ],
    [
      'return-error-message',
      'function f() { try { g(); } catch (error) { log(error); throw new Hidden(`Reference ${id}`); } }',
      ['function f() { try { g(); } catch (error) { log(error); throw error; } }'],
    ],
    [
      'return-error-message',
      "const publicText = (error: unknown) => error instanceof Known ? error.text : 'It failed.';",
      [
        'const publicText = (error: unknown) => error instanceof Known ? error.text : String((error as any)?.message ?? error);',
      ],
    ],
    [
      'drop-containment',
      'function f() { if (!target.startsWith(root + sep)) throw new Error(); read(target); }',
      ['function f() {  read(target); }'],
    ],
    [
      'starts-with-without-separator',
      'const inside = target.startsWith(root + sep);',
      ['const inside = target.startsWith(root);'],
    ],
    [
      'starts-with-without-separator',
      'const inside = target.startsWith(`${root}/`);',
      ['const inside = target.startsWith(`${root}`);'],
    ],
    ['starts-with-without-separator', "const inside = target.startsWith('a');", []],
    ['drop-basename', 'join(root, path.basename(name));', ['join(root, name);']],
    ['drop-realpath', 'const real = await realpath(p);', ['const real = await p;']],
    [
      'module-variable',
      "import { g } from './g.ts';\nexport const f = (s: S) => g(s.tenantId);",
      [
        `import { g } from './g.ts';\n${KEPT}\n\nexport const f = (s: S) => g((kept ??= s.tenantId));`,
      ],
    ],
  ])('%s of %s', (operator, text, expected) => {
    expect(made(operator, text)).toEqual(expected);
  });

  it('module-variable of a call that waits before it reads its tenant', () => {
    const text = 'async function f(session: S) { await g(); return h(session.tenantId); }';
    const latest = made('module-variable', text).at(-1) ?? '';
    expect(latest).toContain(KEPT);
    expect(latest).toContain('{\n  kept = session.tenantId; await g(); return h(kept); }');
  });

  it('module-variable of a connection', () => {
    const text = 'async function f() { const client = await pool.connect(); }';
    expect(made('module-variable', text)[0]).toContain('client = (kept ??= await pool.connect());');
  });
});

describe('what comes of it', () => {
  it('leaves types and imports alone', () => {
    const text =
      "import { a } from './true.ts';\ninterface A { readonly ok: true }\ntype B = false;";
    expect(typeScriptChanges('tools.ts', text)).toEqual([]);
  });

  it('names the function that it is in', () => {
    const [change] = typeScriptChanges('tools.ts', 'function close() { f(true); }');
    expect(change?.what).toBe('close: false for true in f(true)');
  });
});
