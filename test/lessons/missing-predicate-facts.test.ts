/** What the prose states, run on the engine or on the lesson's own answers. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callById, callOf, documentsOf, editBy } from '../../lessons/01-missing-predicate/calls.ts';
import type { AppLab, CallAttempt } from '../../src/checks/index.ts';
import type { Plain, RowChange } from '../../src/contract/index.ts';
import { openBench, type Bench } from './missing-predicate-lab.ts';

let bench: Bench;
let prose = '';
beforeAll(async () => {
  bench = await openBench();
  prose = Object.values(bench.folder.prose).join('\n');
});
afterAll(() => bench.close());

/** A fact is only worth a test while the prose states it. */
const stated = (text: string): void => expect(prose).toContain(text);

/** Calls a tool of an answer as the second tenant, on a document of the first and on its own. */
async function onForeign(
  name: string,
  kind: 'right' | 'wrong',
  use: (lab: AppLab, foreign: number, own: number) => Promise<void>,
): Promise<void> {
  await bench.use(bench.filesOf(kind, name), 5, async (lab) => {
    const [victim, actor] = lab.world.tenants;
    const [foreign] = documentsOf(lab.world, victim);
    const [own] = documentsOf(lab.world, actor);
    if (!foreign || !own) throw new Error('A tenant without a document');
    await use(lab, foreign.id, own.id);
  });
}

const returned = ({ outcome }: CallAttempt): Plain =>
  outcome.kind === 'returned' ? outcome.value : { threw: outcome.kind };

describe('the table of comparisons in the wrong place', () => {
  it('has a row for a wrong answer each, which fails as itself elsewhere', () => {
    const rows = prose.split('\n').filter((line) => /^\| (in|beside|with) /.test(line));
    expect(rows).toHaveLength(6);
    const names = bench.lesson.manifest.wrong.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining([
        'look-then-act', 'compared-after-the-update', 'search-with-or', 'exists-somewhere',
        'filtered-after-the-limit', 'tenant-from-the-arguments',
      ]),
    ); // prettier-ignore
  });

  it('after UPDATE … RETURNING the row is changed, and the caller told of none: the prediction', async () => {
    stated('the row is changed already; the caller is told that there was none');
    const { predict } = bench.lesson.manifest;
    expect(predict?.options[predict.answer]).toContain('is changed');
    await onForeign('compared-after-the-update', 'wrong', async (lab, foreign) => {
      const [, actor] = lab.world.tenants;
      const attempt = await lab.call(callById(actor, 'updateDocument', foreign));
      expect(returned(attempt)).toBeNull();
      expect(attempt.foreignChanges).toMatchObject([{ kind: 'updated', key: String(foreign) }]);
      const row = (await lab.truth()).get('documents')?.get(String(foreign));
      expect(row?.title).toBe(editBy(actor));
    });
  });

  it('a throw after the statement does not roll it back', async () => {
    const text = (bench.filesOf('wrong', 'compared-after-the-update')['tools.ts'] ?? '').replace(
      'if (!row || row.tenant_id !== session.tenantId) return null;',
      "if (!row || row.tenant_id !== session.tenantId) throw new Error('Not found');",
    );
    await bench.use(bench.withTools(text), 5, async (lab) => {
      const [victim, actor] = lab.world.tenants;
      const [foreign] = documentsOf(lab.world, victim);
      const attempt = await lab.call(callById(actor, 'updateDocument', foreign?.id ?? 0));
      expect(attempt.outcome).toMatchObject({ kind: 'threw', error: { message: 'Not found' } });
      expect(attempt.foreignChanges).toHaveLength(1);
    });
  });

  it('AND binds more tightly than OR', async () => {
    stated('`AND` binds more tightly');
    await bench.use(bench.filesOf('wrong', 'search-with-or'), 5, async (lab) => {
      const [, actor] = lab.world.tenants;
      const plain = await lab.call(callOf(actor, 'listDocuments', {}));
      expect(plain.foreign).toEqual([]);
      const search = await lab.call(
        callOf(actor, 'listDocuments', { search: 'secret', limit: 50 }),
      );
      expect(search.foreign.length).toBe(
        lab.world.rows.documents?.filter((row) => row.tenant_id !== actor.id).length,
      );
    });
  });
});

describe('traps near by', () => {
  it('a row that is found is counted, though nothing changes', async () => {
    stated('changes nothing and reports `rowCount` 1');
    await onForeign('rows-found', 'wrong', async (lab, foreign) => {
      const [, actor] = lab.world.tenants;
      const attempt = await lab.call(callById(actor, 'updateDocument', foreign));
      expect(attempt.changes).toEqual([]);
      expect(returned(attempt)).toEqual({ updated: 1 });
    });
  });

  it('a patch of any column moves a document into another tenant', async () => {
    stated('sets `tenant_id` as well');
    await onForeign('patch-of-any-column', 'wrong', async (lab, _foreign, own) => {
      const [victim, actor] = lab.world.tenants;
      const args = { id: own, tenant_id: victim.id };
      const { changes } = await lab.call(callOf(actor, 'updateDocument', args));
      expect(changes).toMatchObject([{ ownerBefore: actor.index, ownerAfter: victim.index }]);
    });
  });

  it('a name that is forbidden is the same column in capitals', async () => {
    stated('without quotes `TENANT_ID` is the same column');
    await onForeign('forbidden-column', 'wrong', async (lab, _foreign, own) => {
      const [victim, actor] = lab.world.tenants;
      const edit = async (args: Plain): Promise<readonly RowChange[]> =>
        (await lab.call(callOf(actor, 'updateDocument', args))).changes;
      expect(await edit({ id: own, tenant_id: victim.id })).toEqual([]);
      const [change] = await edit({ id: own, TENANT_ID: victim.id });
      expect(change).toMatchObject({ ownerBefore: actor.index, ownerAfter: victim.index });
    });
  });

  it.each([['0 OR true'], [[1, 2]], [{ a: 1 }]])(
    'as a parameter, %j ends in an error or in no row',
    async (id) => {
      stated('As a parameter each of them ends in an error or in no row');
      await onForeign('predicate-in-every-statement', 'right', async (lab) => {
        const [, actor] = lab.world.tenants;
        for (const tool of ['getDocument', 'updateDocument', 'deleteDocument'] as const) {
          const attempt = await lab.call(callById(actor, tool, id));
          expect(attempt.outcome).toMatchObject({ kind: 'threw', error: { code: '22P02' } });
          expect(attempt.changes).toEqual([]);
        }
      });
    },
  );

  it('in the text of a statement, it is the statement', async () => {
    stated('in the text of a statement it is the statement');
    await onForeign('values-in-the-text', 'wrong', async (lab) => {
      const [, actor] = lab.world.tenants;
      const { changes } = await lab.call(callById(actor, 'deleteDocument', '0 OR true'));
      expect(changes).toHaveLength(lab.world.rows.documents?.length ?? 0);
    });
  });

  it('an edit of nothing: SET without a column is 42601, and the SELECT in its place opens', async () => {
    stated('`SET` without a column is a syntax error (`42601`)');
    const empty = `import { pool } from './db.ts';
      export const updateDocument = (session, args) => pool.query('UPDATE documents SET WHERE id = $1', [args.id]);`;
    await bench.use(bench.withTools(empty), 5, async (lab) => {
      const [tenant] = lab.world.tenants;
      const { outcome } = await lab.call(callById(tenant, 'updateDocument', 1));
      expect(outcome).toMatchObject({ kind: 'threw', error: { code: '42601' } });
    });
    await onForeign('edit-of-nothing', 'wrong', async (lab, foreign) => {
      const [, actor] = lab.world.tenants;
      const edit = (args: Plain): Promise<CallAttempt> =>
        lab.call(callOf(actor, 'updateDocument', args));
      expect(returned(await edit({ id: foreign, title: 'x' }))).toBeNull();
      expect(returned(await edit({ id: foreign }))).toMatchObject({ id: foreign });
    });
  });

  it('what is remembered by id is the next one’s answer, “there is none” included', async () => {
    stated('and so is one tenant’s “there is none”');
    await onForeign('remembered-as-missing', 'wrong', async (lab, foreign) => {
      const [victim, actor] = lab.world.tenants;
      const open = async (as: typeof actor): Promise<Plain> =>
        returned(await lab.call(callById(as, 'getDocument', foreign)));
      expect(await open(victim)).toMatchObject({ id: foreign });
      expect(await open(actor)).toBeNull();
      expect(await open(victim)).toBeNull();
    });
  });

  it('row.tenantId is undefined, and locks everybody out', async () => {
    stated('**`row.tenantId` is `undefined`.**');
    await onForeign('column-that-is-not-there', 'wrong', async (lab, foreign, own) => {
      const [, actor] = lab.world.tenants;
      expect(returned(await lab.call(callById(actor, 'getDocument', own)))).toBeNull();
      expect(returned(await lab.call(callById(actor, 'getDocument', foreign)))).toBeNull();
    });
  });

  it('a predicate in each statement puts the tenant among its parameters', async () => {
    stated('the tenant’s id is among the parameters of each');
    const report = await bench.attack(bench.filesOf('right', 'predicate-in-every-statement'), 4);
    const [, attacker] = report.tenants;
    for (const { statements = [] } of report.transcript) {
      expect(statements.length).toBeGreaterThan(0);
      for (const { parameters } of statements) expect(parameters).toContain(attacker?.id);
    }
  });
});

describe('“in your code base, look for…”', () => {
  const greps = (): string[] =>
    [...bench.folder.prose.recap.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, text]) => text ?? '');

  /** `file:line` of what a grep finds in the tools of an answer, and in what stands beside them. */
  function found(grep: string, tools: string): string[] {
    const cwd = mkdtempSync(path.join(tmpdir(), 'leakproof-grep-'));
    try {
      mkdirSync(path.join(cwd, 'src'));
      for (const [name, text] of Object.entries(bench.withTools(tools)))
        writeFileSync(path.join(cwd, 'src', name), text);
      // No hit is exit code 1.
      return execFileSync('sh', ['-c', `${grep.trim()} || true`], { cwd, encoding: 'utf8' })
        .split('\n')
        .filter((line) => line !== '');
    } finally {
      rmSync(cwd, { recursive: true });
    }
  }
  const toolsOf = (kind: 'right' | 'wrong', name: string): string =>
    bench.filesOf(kind, name)['tools.ts'] ?? '';
  const starter = (): string => bench.folder.starter['tools.ts'] ?? '';
  const inTools = (lines: readonly string[]): string[] =>
    lines.filter((line) => line.startsWith('src/tools.ts:'));

  it('there are three', () => {
    expect(greps()).toHaveLength(3);
  });

  it('the first finds the statements by id alone, and passes over support.ts', () => {
    stated('the first passes over `support.ts`');
    const [byId = ''] = greps();
    const lines = found(byId, starter());
    expect(inTools(lines)).toHaveLength(3);
    expect(lines).toHaveLength(3);
    expect(inTools(found(byId, toolsOf('right', 'predicate-in-every-statement')))).toEqual([]);
    expect(inTools(found(byId, toolsOf('wrong', 'delete-forgotten')))).toHaveLength(1);
  });

  it('the second finds the OR beside an AND', () => {
    const [, or = ''] = greps();
    expect(inTools(found(or, starter()))).toHaveLength(1);
    expect(found(or, toolsOf('right', 'predicate-in-every-statement'))).toEqual([]);
  });

  it('the third finds the tenant that is read off the arguments', () => {
    const [, , args = ''] = greps();
    expect(found(args, starter())).toEqual([]);
    expect(inTools(found(args, toolsOf('wrong', 'tenant-from-the-arguments')))).toHaveLength(1);
  });
});

it('the rule stands in the prose as it does in lesson.json', () => {
  stated(`> **The rule:** ${bench.lesson.manifest.rule}`);
});
