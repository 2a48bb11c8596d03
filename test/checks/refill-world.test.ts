import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawWorld } from '../../src/checks/world.ts';
import { conditionOf, makeWorld, refillWorld } from '../../src/checks/make-world.ts';
import { truthSql } from '../../src/checks/ownership.ts';
import { findLesson, loadLessonModule } from '../../src/cli/lesson-code.ts';
import type { Database, RunResult } from '../../src/contract/index.ts';
import { openTestDatabase } from '../support/open-database.ts';

const folder = await findLesson('missing-predicate');
const lesson = await loadLessonModule(folder);
const world = drawWorld(lesson.plan, 11, 'any');
const quiet = (): void => undefined;

let db: Database;
let condition: string | null;
beforeAll(async () => {
  db = await openTestDatabase();
  await makeWorld(db, lesson, folder.starter, world);
  condition = await conditionOf(db, lesson, folder.starter);
});
afterAll(async () => {
  await db.close();
});

/** As they lie in the table, and as the checks read them. */
async function rows(): Promise<readonly unknown[]> {
  const { statements } = await db.read(
    `SELECT * FROM public.documents; ${truthSql(lesson.plan.tables)}`,
  );
  return statements.map((each) => each.rows);
}

const asProgram = (sql: string): Promise<RunResult> => db.confined('app_user', (run) => run(sql));

describe('a world that a program has run in', () => {
  it('is as it was made once it is refilled: rows, their order, the next id', async () => {
    const before = await rows();
    const next = `INSERT INTO public.documents (tenant_id, title, body)
      SELECT tenant_id, 'new', 'new' FROM public.documents LIMIT 1 RETURNING id`;
    const [first] = (await asProgram(next)).statements;
    await asProgram(`UPDATE public.documents SET title = 'changed'; DELETE FROM public.documents`);
    expect(await refillWorld(db, lesson, folder.starter, world, condition, quiet)).toBe(true);
    expect(await rows()).toEqual(before);
    const [again] = (await asProgram(next)).statements;
    expect(again?.rows).toEqual(first?.rows);
  });

  it('has to be made again where more than rows has changed', async () => {
    expect(await refillWorld(db, lesson, folder.starter, world, condition, quiet)).toBe(true);
    await db.superuser('CREATE ROLE another');
    expect(await refillWorld(db, lesson, folder.starter, world, condition, quiet)).toBe(false);
    await db.superuser('DROP ROLE another; DROP TABLE public.documents');
    expect(await refillWorld(db, lesson, folder.starter, world, condition, quiet)).toBe(false);
  });

  it('is always made again where the learner’s SQL has made something of the rows', async () => {
    const rag = await findLesson('rag-search');
    expect(await conditionOf(db, await loadLessonModule(rag), rag.starter)).toBeNull();
  });
});
