import { fileURLToPath } from 'node:url';
import type { LessonModule } from '../../src/checks/index.ts';
import { loadLessonModule } from '../../src/cli/lesson-code.ts';
import { readLessonFolder, type LessonFolder } from '../../src/content/lesson-folder.ts';
import type { Problem } from '../../src/content/problems.ts';
import type { Database, FileTexts, RunResult } from '../../src/contract/index.ts';
import { openDatabase } from '../../src/database/index.ts';
import { loadNodeAssets } from '../../src/database/node/assets.ts';

const NAME = '05-a-policy-per-command';

/** Reads this lesson alone, so that another one under construction does not fail its tests. */
export async function readLesson(): Promise<{ folder: LessonFolder; lesson: LessonModule }> {
  const problems: Problem[] = [];
  const path = fileURLToPath(new URL(`../../lessons/${NAME}`, import.meta.url));
  const folder = await readLessonFolder(path, NAME, problems);
  if (!folder) throw new Error(JSON.stringify(problems, null, 2));
  return { folder, lesson: await loadLessonModule(folder) };
}

export const openNodeDatabase = async (): Promise<Database> => openDatabase(await loadNodeAssets());

/** The lesson's files with `policies.sql` as an answer has it. */
export const withPolicies = (folder: LessonFolder, policies: string): FileTexts => ({
  ...folder.starter,
  'policies.sql': policies,
});

export const ACME = 'aaaaaaaa-0000-4000-8000-00000000000a';
export const GLOBEX = 'bbbbbbbb-0000-4000-8000-00000000000b';
/** Acme owns the documents and reports 1 and 2, Globex 3 and 4. */
export const row = (n: number): string => `00000000-0000-4000-8000-00000000000${n}`;

/** What one statement of Globex came to, and whose rows there are afterwards. */
export interface Outcome {
  /** The command tag, or the SQLSTATE of the refusal. */
  readonly came: string;
  /** Owner and text of each document and report, in the order of their ids: `acme:a1`. */
  readonly documents: readonly string[];
  readonly reports: readonly string[];
}

/** Runs statements as Globex under some policies, each undone before the next. */
export async function asGlobex(
  database: Database,
  lesson: LessonModule,
  policies: string,
  statements: readonly string[],
): Promise<Outcome[]> {
  await database.reset();
  must(await database.superuser(lesson.setupSql));
  const rows = [1, 2, 3, 4].map((n) => [row(n), n < 3 ? ACME : GLOBEX] as const);
  const values = (text: string): string =>
    rows.map(([id, owner]) => `('${id}', '${owner}', ${text})`).join(', ');
  await database.confined('app_owner', async (run) => {
    must(await run(`INSERT INTO documents VALUES ${values("'title', 'text'")}`));
    must(await run(`INSERT INTO reports VALUES ${values("'text'")}`));
    must(await run(policies));
  });
  return database.rehearse(async (rehearsal) => {
    const outcomes: Outcome[] = [];
    for (const sql of statements) {
      const result = await rehearsal.as(
        'app_user',
        `SELECT set_config('app.tenant_id', '${GLOBEX}', true); ${sql}`,
      );
      const list = async (table: string, text: string): Promise<string[]> =>
        (
          await rehearsal.audit(
            `SELECT CASE tenant_id WHEN '${ACME}' THEN 'acme:' WHEN '${GLOBEX}' THEN 'globex:' ELSE '?' END || ${text} FROM public.${table} ORDER BY id`,
          )
        ).statements.flatMap((statement) => statement.rows.map(([value]) => value ?? ''));
      outcomes.push({
        came: result.error?.code ?? result.statements.at(-1)?.tag ?? '',
        documents: await list('documents', 'body'),
        reports: await list('reports', 'summary'),
      });
    }
    return outcomes;
  });
}

/** The same, for statements of which only the outcome matters. */
export const cameTo = async (...about: Parameters<typeof asGlobex>): Promise<string[]> =>
  (await asGlobex(...about)).map(({ came }) => came);

export function must(result: RunResult): RunResult {
  if (result.error) throw new Error(`${result.error.code} ${result.error.message}`);
  return result;
}
