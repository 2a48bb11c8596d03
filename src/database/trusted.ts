import { LeakproofError, type Run, type RunResult } from '../contract/index.ts';
import type { Backend } from './backend.ts';

/**
 * Runs SQL of our own that has to succeed.
 * @throws LeakproofError `harness-fault` with the server's error when it does not
 */
export async function mustRun(run: Run, sql: string): Promise<RunResult> {
  const result = await run(sql);
  if (result.error) {
    throw new LeakproofError({
      code: 'harness-fault',
      message: `A statement of the workbook itself failed: ${result.error.message}`,
      sql: result.error,
    });
  }
  return result;
}

/**
 * Brings the session back to a new client's: no transaction, settings, temporary objects,
 * cursors, prepared statements. Leaves custom settings empty rather than unset, as on any
 * reused server connection. Source: PostgreSQL documentation, DISCARD.
 */
export async function cleanSession(backend: Backend): Promise<void> {
  await backend.rollback();
  await mustRun(backend.run, 'DISCARD ALL');
}

/** Runs SQL of our own in a transaction in which the server refuses every change. */
export async function readOnly<T>(backend: Backend, use: () => Promise<T>): Promise<T> {
  await mustRun(backend.run, 'BEGIN READ ONLY');
  try {
    return await use();
  } finally {
    await backend.rollback();
  }
}
