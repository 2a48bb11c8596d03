import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import type { RunResult } from '../../src/contract/index.ts';
import { openBench, type Bench } from './superuser-and-owner-bypass-lab.ts';

export const ACME = '00000000-0000-4000-8000-00000000000a';
export const GLOBEX = '00000000-0000-4000-8000-00000000000b';
export const FORCED =
  'ALTER TABLE notes FORCE ROW LEVEL SECURITY; ALTER TABLE tool_calls FORCE ROW LEVEL SECURITY';

/** Runs statements on the lesson's set-up with three notes, two of them Acme's. */
export interface Session {
  readonly bench: () => Bench;
  /** As superuser, and kept. */
  readonly admin: (sql: string) => Promise<RunResult>;
  /** As a role in Globex's context, or in another, and undone. */
  readonly as: (role: string, sql: string, tenant?: string) => Promise<RunResult>;
  /** The last answer's first value, or the error's code and message. */
  readonly answer: (role: string, sql: string, tenant?: string) => Promise<string | null>;
  /** How many notes a role reads. */
  readonly notesOf: (role: string, tenant?: string) => Promise<string | null>;
}

/** Opens a database for a test file, and sets the lesson up anew before each test. */
export function useSession(): Session {
  let opened: Bench | undefined;
  const bench = (): Bench => {
    if (!opened) throw new Error('The database is not open yet');
    return opened;
  };
  const admin: Session['admin'] = async (sql) => {
    const result = await bench().database.superuser(sql);
    expect(result.error).toBeNull();
    return result;
  };
  const as: Session['as'] = (role, sql, tenant = GLOBEX) =>
    bench().database.rehearse(
      (rehearsal) =>
        rehearsal.as(role, `SELECT set_config('app.tenant_id', '${tenant}', true); ${sql}`),
      'exempt',
    );
  const answer: Session['answer'] = async (role, sql, tenant) => {
    const { error, statements } = await as(role, sql, tenant);
    return error ? `${error.code} ${error.message}` : (statements.at(-1)?.rows[0]?.[0] ?? null);
  };
  beforeAll(async () => {
    opened = await openBench();
  });
  afterAll(() => opened?.database.close());
  beforeEach(async () => {
    await bench().database.reset();
    await admin(bench().lesson.setupSql);
    await admin(
      `INSERT INTO notes (id, tenant_id, body) VALUES
         (101, '${ACME}', 'a'), (102, '${ACME}', 'b'), (103, '${GLOBEX}', 'c')`,
    );
  });
  return {
    bench,
    admin,
    as,
    answer,
    notesOf: (role, tenant) => answer(role, 'SELECT count(*) FROM notes', tenant),
  };
}
