import { defineChecks, nothingAround, rowsIntact, type Check } from '#checks';
import type { MatrixCommand } from '#contract';
import { holds } from './holds.ts';
import { DELETES, EVERYTHING, INSERTS, MOVES, READS, UPDATES, UPSERTS } from './statements.ts';
import { OWN_USES, works } from './works.ts';
import plan from './world.ts';

const { tables } = plan;

/** The command of an {@link EVERYTHING} shape, by its name. */
const COMMANDS: Readonly<Record<string, MatrixCommand>> = {
  select: 'SELECT',
  insert: 'INSERT',
  update: 'UPDATE',
  delete: 'DELETE',
};

/** Causes that leave a whole table open, whatever the statement. */
const OF_THE_TABLE: ReadonlySet<string> = new Set([
  'not-enabled',
  'table-forgotten',
  'tables-forgotten',
]);

const own: readonly Check[] = [
  works(
    {
      id: 'own-rows-readable',
      title: 'A tenant reads all its own rows',
      explanation:
        'A tenant must still see its own rows. Once RLS is enabled, a table shows only what a permissive SELECT (or ALL) policy for app_user lets through.',
    },
    { command: 'SELECT', verb: 'read', tables, uses: OWN_USES.SELECT },
  ),
  works(
    {
      id: 'own-rows-insertable',
      title: 'A tenant inserts rows of its own',
      explanation:
        'Inserting needs an INSERT (or ALL) policy whose WITH CHECK accepts the tenant’s own row, its first one too; RETURNING needs the SELECT policy to accept it as well.',
    },
    { command: 'INSERT', verb: 'inserted', tables, uses: OWN_USES.INSERT },
  ),
  works(
    {
      id: 'own-rows-updatable',
      title: 'A tenant updates its own rows, by id and all at once',
      explanation:
        'An UPDATE finds its rows through the USING of the UPDATE (or ALL) policy and writes them through its WITH CHECK. Both must accept the tenant’s own rows, and USING must not find anybody else’s: one row that the check refuses fails the whole statement.',
    },
    { command: 'UPDATE', verb: 'updated', tables, uses: OWN_USES.UPDATE },
  ),
  works(
    {
      id: 'own-rows-deletable',
      title: 'A tenant deletes its own rows, by id and all at once',
      explanation:
        'Without a DELETE (or ALL) policy a DELETE finds 0 rows and reports no error. USING must accept the tenant’s own rows.',
    },
    { command: 'DELETE', verb: 'deleted', tables, uses: OWN_USES.DELETE },
  ),
  works(
    {
      id: 'own-upsert-works',
      title: 'A tenant overwrites its own row with ON CONFLICT DO UPDATE',
      explanation:
        'INSERT … ON CONFLICT DO UPDATE passes three policies: INSERT for the proposed row, SELECT for the row in its way, UPDATE for the row it becomes. All three must accept the tenant’s own.',
    },
    { command: 'UPDATE', verb: 'overwrote', tables, uses: OWN_USES.UPSERT },
  ),
  rowsIntact(tables),
];

const isolation: readonly Check[] = [
  holds(
    {
      id: 'select-isolated',
      title: 'No tenant reads another tenant’s rows',
      explanation:
        'The USING of the SELECT (or ALL) policy decides which rows are visible. It must compare tenant_id with the tenant of the transaction, on every table.',
    },
    {
      tables,
      shapes: READS,
      blame: () => ['SELECT', 'using'],
      way: ({ shape }, cause) => (shape.name === 'prepared' ? 'kept-plan' : cause),
    },
  ),
  holds(
    {
      id: 'insert-for-another',
      title: 'No tenant inserts a row for another tenant',
      explanation:
        'An INSERT is judged by WITH CHECK alone: there is no old row for a USING to look at. It must compare tenant_id with the tenant of the transaction.',
    },
    { tables, shapes: INSERTS, blame: () => ['INSERT', 'check'] },
  ),
  holds(
    {
      id: 'update-others',
      title: 'No tenant changes or takes over another tenant’s rows',
      explanation:
        'The USING of the UPDATE policy decides which rows can be changed. The SELECT policy helps only where the statement reads a column, and an UPDATE without a WHERE reads none.',
    },
    {
      tables,
      shapes: UPDATES,
      blame: () => ['UPDATE', 'using'],
      way: ({ found }, cause) =>
        found.did === 'took' && !OF_THE_TABLE.has(cause) ? 'took' : cause,
    },
  ),
  holds(
    {
      id: 'delete-others',
      title: 'No tenant deletes another tenant’s rows',
      explanation:
        'The USING of the DELETE policy decides which rows can be deleted. The SELECT policy helps only where the statement reads a column, and a DELETE without a WHERE reads none.',
    },
    {
      tables,
      shapes: DELETES,
      blame: () => ['DELETE', 'using'],
      way: ({ shape }, cause) => (shape.name === 'truncate' ? 'truncate' : cause),
    },
  ),
  holds(
    {
      id: 'move-by-update',
      title: 'No tenant moves a row to another tenant with UPDATE',
      explanation:
        'WITH CHECK judges the row as the UPDATE leaves it, USING the row as it was. A WITH CHECK that is wider than USING lets a tenant hand its rows to another.',
    },
    { tables, shapes: MOVES, blame: () => ['UPDATE', 'check'] },
  ),
  holds(
    {
      id: 'upsert-crosses',
      title: 'No tenant moves, overwrites or takes a row with ON CONFLICT DO UPDATE',
      explanation:
        'On a conflict the INSERT becomes an UPDATE of the row that is in the way. Its old state must pass USING, its new state WITH CHECK, and both the SELECT policy.',
    },
    {
      tables,
      shapes: UPSERTS,
      blame: () => ['UPDATE', 'using'],
      way: ({ found }, cause) =>
        OF_THE_TABLE.has(cause) ? cause : found.did === 'moved' ? 'moved' : 'took',
    },
  ),
  holds(
    {
      id: 'no-context',
      title: 'A session without a tenant reaches nothing',
      explanation:
        'Where no tenant is set, no row may match: NULL compared with anything is not true, so a plain comparison denies. An OR beside it, or a default tenant, opens the table to whatever forgot to set one.',
    },
    {
      tables,
      shapes: EVERYTHING,
      anonymous: true,
      blame: ({ shape }) => [
        COMMANDS[shape.name] ?? 'SELECT',
        shape.name === 'insert' ? 'check' : 'using',
      ],
      // One that is true without a tenant need not be wide with one.
      way: (_breach, cause) => (cause === 'condition' ? 'true-without-tenant' : cause),
    },
  ),
];

export default defineChecks([...own, ...isolation, nothingAround(tables)]);
