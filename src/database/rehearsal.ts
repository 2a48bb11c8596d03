import { LeakproofError, type Rehearsal, type Run, type RunResult } from '../contract/index.ts';
import type { Confinement } from './confinement.ts';
import { AUDITOR, findRole, refuseExempt, type RoleFacts } from './roles.ts';
import { mustRun } from './trusted.ts';

/**
 * Lets roles take turns, each in a transaction that the auditor opens and rolls back. The auditor
 * of the same transaction sees what a role changed, row by row, and nothing is kept: neither rows
 * nor settings.
 *
 * An error inside a turn aborts its subtransaction, which puts the user back to the auditor:
 * the one at its start. So hostile code that fails on purpose gains nothing.
 */
export async function rehearsalOn<T>(
  run: Run,
  confinement: Confinement,
  use: (rehearsal: Rehearsal) => Promise<T>,
  exempt: 'exempt' | undefined,
): Promise<T> {
  // Roles do not change inside a rehearsal, and the lookup is not the auditor's to make.
  const known = new Map<string, RoleFacts>();
  const auditor = await findRole(run, AUDITOR);

  const asAuditor = (): Promise<void> => confinement.enter(AUDITOR, auditor.oid, true);

  /** Something of the last turn still stands. */
  let dirty = false;

  const undo = async (audit = ''): Promise<RunResult> => {
    const result = await mustRun(run, `${audit}ROLLBACK; ${BEGIN}`);
    dirty = false;
    await asAuditor();
    return result;
  };

  const rehearsal: Rehearsal = {
    async as(role, sql): Promise<RunResult> {
      if (dirty) await undo();
      const facts = known.get(role) ?? (await findRole(run, role));
      known.set(role, facts);
      if (!exempt) refuseExempt(role, facts);
      await confinement.enter(role, facts.oid, false);
      dirty = true;
      const result = await run(sql);
      if (result.transaction === 'idle') throw transactionLost();
      if (result.error) await undo();
      else await asAuditor();
      return result;
    },
    audit: (sql, then) => (then === 'undo' ? undo(`${sql}; `) : mustRun(run, sql)),
  };

  await asAuditor();
  await mustRun(run, BEGIN);
  try {
    return await use(rehearsal);
  } finally {
    await run('ROLLBACK');
  }
}

/** The savepoint makes a subtransaction, at whose start the user is the auditor. */
const BEGIN = 'BEGIN; SAVEPOINT turn';

function transactionLost(): LeakproofError {
  return new LeakproofError({
    code: 'harness-fault',
    message: 'A rehearsed statement ended the transaction it was to be undone with.',
  });
}
