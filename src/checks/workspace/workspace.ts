import {
  LeakproofError,
  WORKSPACE_TEXT,
  type Database,
  type FileTexts,
  type SqlError,
  type TenantContext,
  type Workspace,
  type WorkspaceAnswer,
  type WorkspaceSize,
  type WorkspaceText,
} from '../../contract/index.ts';
import { TENANT_SETTING, type ServerMemory } from '../attempt.ts';
import type { LessonModule } from '../lesson-module.ts';
import { makeWorld } from '../make-world.ts';
import { drawWorld, type World } from '../world.ts';
import { describe, isCommand } from './describe.ts';
import { readCatalog, type LessonRoles } from './read-catalog.ts';
import { runText, type Ran } from './run-text.ts';

/** What the console's world is made from. */
export interface WorkspacePlan {
  readonly lesson: LessonModule;
  readonly files: FileTexts;
  readonly seed: number;
  readonly size: WorkspaceSize;
  readonly onProgress: () => void;
}

/** The console's world in a database, for as long as nobody else takes it. */
export interface OpenWorkspace {
  readonly told: Workspace;
  run(text: WorkspaceText): Promise<WorkspaceAnswer>;
}

/**
 * Makes the world that the console works in: the lesson's set-up, seeded rows, the learner's SQL.
 * @throws LeakproofError `sql-error`, `transaction-left-open`, `relation-missing`, `role-unusable`:
 *   what keeps the files from making one
 */
export async function openWorkspace(
  database: Database,
  memory: ServerMemory,
  { lesson, files, seed, size, onProgress }: WorkspacePlan,
): Promise<OpenWorkspace> {
  const world = drawWorld(lesson.plan, seed, size);
  const ahead = memory.setUpFor === lesson.slug;
  delete memory.setUpFor;
  await makeWorld(database, lesson, files, world, ahead, onProgress);
  const roles = rolesOf(lesson, files);
  const catalog = await readCatalog(database.superuser, roles);
  if (catalog === null) throw unreadable();
  return {
    told: { seed, tenants: [...world.tenants], setting: TENANT_SETTING, catalog },
    run: (text) => answer(database, world, roles, text),
  };
}

/** A lesson whose files name no role of the application is worked in all the same. */
function rolesOf({ plan }: LessonModule, files: FileTexts): LessonRoles {
  try {
    return { owner: plan.owner, application: plan.application(files) };
  } catch {
    return { owner: plan.owner, application: null };
  }
}

async function answer(
  database: Database,
  world: World,
  roles: LessonRoles,
  text: WorkspaceText,
): Promise<WorkspaceAnswer> {
  const started = performance.now();
  const ran = await runOrRefuse(database, world, text);
  const catalog = await readCatalog(database.superuser, roles);
  return { ...ran, catalog, ms: Math.round(performance.now() - started) };
}

async function runOrRefuse(
  database: Database,
  world: World,
  { sql, role, context }: WorkspaceText,
): Promise<Ran> {
  const refusal = refuse(sql);
  if (refusal !== null) return refused(role, refusal);
  if (isCommand(sql)) {
    const { results, error } = await describe(database.superuser, sql);
    return { ...refused(role, error), results: [...results] };
  }
  try {
    return await runText(database, role, tenantOf(world, context), sql);
  } catch (thrown) {
    // Whoever dropped the role reads of it what SET ROLE would say.
    if (!(thrown instanceof LeakproofError) || thrown.fault.code !== 'role-unusable') throw thrown;
    return refused(role, errorOf('22023', `role "${role}" does not exist`));
  }
}

function refuse(sql: string): SqlError | null {
  if (sql.includes('\0'))
    return errorOf('22021', 'invalid byte sequence for encoding "UTF8": 0x00');
  if (sql.length <= WORKSPACE_TEXT) return null;
  const most = WORKSPACE_TEXT.toLocaleString('en');
  return errorOf('54000', `The console takes ${most} characters at a time.`);
}

const errorOf = (code: string, message: string): SqlError => ({ severity: 'ERROR', code, message });

const refused = (user: string, error: SqlError | null): Ran => ({
  ...{ user, setting: null, results: [], unlisted: 0, notices: [], error, leftOpen: false },
});

function tenantOf(world: World, context: TenantContext): string | null {
  if (context === 'none') return null;
  if (context === 'empty') return '';
  const tenant = world.tenants[context];
  if (tenant) return tenant.id;
  throw new LeakproofError({
    code: 'harness-fault',
    message: `The console’s world has no tenant ${context}.`,
  });
}

function unreadable(): LeakproofError {
  return new LeakproofError({
    code: 'harness-fault',
    message: 'The catalog of the console’s world could not be read.',
  });
}
