import { drawWorld, type World } from '../../src/checks/index.ts';
import { makeWorld } from '../../src/checks/make-world.ts';
import type { WorldSize } from '../../src/checks/world.ts';
import { loadLessonModule } from '../../src/cli/lesson-code.ts';
import type { LessonFolder } from '../../src/content/lesson-folder.ts';
import { openDatabase } from '../../src/database/index.ts';
import { loadNodeAssets } from '../../src/database/node/assets.ts';

/** The lesson's world in a database, and statements as its application. */
export interface Shelf {
  /** Makes a world with these policies. */
  fill(policies: string, size?: WorldSize): Promise<World>;
  /**
   * Rows that the application reads, in a transaction in which the tenant is set; the SQLSTATE
   * where it is refused.
   */
  as(
    tenantId: string | null,
    ...statements: string[]
  ): Promise<readonly (readonly (string | null)[])[] | string>;
  /** The same as a superuser. */
  asSuperuser(...statements: string[]): ReturnType<Shelf['as']>;
  /** Each statement by itself, outside of any transaction, as the application. */
  apart(...statements: string[]): Promise<{
    readonly rows: readonly (readonly (string | null)[])[];
    readonly notices: readonly string[];
  }>;
  close(): Promise<void>;
}

export async function openShelf(folder: LessonFolder): Promise<Shelf> {
  const lesson = await loadLessonModule(folder);
  const database = await openDatabase(await loadNodeAssets());
  return {
    async fill(policies, size = 'smallest') {
      const world = drawWorld(lesson.plan, 7, size);
      await makeWorld(database, lesson, { ...folder.starter, 'policies.sql': policies }, world);
      return world;
    },
    as: (tenantId, ...statements) =>
      database.confined('app', async (run) => {
        const set = `SELECT set_config('app.tenant_id', '${tenantId ?? ''}', true)`;
        const { statements: answers, error } = await run(['BEGIN', set, ...statements].join(';\n'));
        await run('ROLLBACK');
        return error?.code ?? answers.at(-1)?.rows ?? [];
      }),
    async asSuperuser(...statements) {
      const { statements: answers, error } = await database.superuser(statements.join(';\n'));
      return error?.code ?? answers.at(-1)?.rows ?? [];
    },
    apart: (...statements) =>
      database.confined('app', async (run) => {
        const notices: string[] = [];
        let rows: readonly (readonly (string | null)[])[] = [];
        for (const statement of statements) {
          const result = await run(statement);
          notices.push(...result.notices.map(({ code }) => code));
          rows = result.statements.at(-1)?.rows ?? [];
        }
        return { rows, notices };
      }),
    close: () => database.close(),
  };
}
