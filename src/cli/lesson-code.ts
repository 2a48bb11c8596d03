import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { AnyCheck, AppAttack, Attack, LessonModule, WorldPlan } from '../checks/index.ts';
import { readLessons, type LessonFolder } from '../content/index.ts';
import { LeakproofError, type CompiledModule } from '../contract/index.ts';
import { compileDriver } from '../sandbox/node/compile-driver.ts';

/** The project's root, where `lessons/` lies. */
export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** @throws LeakproofError `lesson-unknown` naming the lessons there are */
export async function findLesson(slug: string): Promise<LessonFolder> {
  const [lesson] = await findLessons([slug]);
  if (lesson) return lesson;
  throw new Error(`No lesson was read for ${slug}`);
}

/**
 * The lessons of these slugs, or every one where there is no slug; in the lessons' own order.
 * @throws LeakproofError `lesson-unknown` naming the lessons there are
 */
export async function findLessons(slugs: readonly string[]): Promise<readonly LessonFolder[]> {
  const lessons = await readLessons(ROOT);
  const unknown = slugs.find((slug) => !lessons.some((lesson) => lesson.slug === slug));
  if (unknown === undefined) {
    return lessons.filter(({ slug }) => slugs.length === 0 || slugs.includes(slug));
  }
  const known = lessons.map((lesson) => lesson.slug).join(', ');
  throw new LeakproofError({
    code: 'lesson-unknown',
    message: `There is no lesson ${JSON.stringify(unknown)}; there are: ${known}.`,
  });
}

/** A lesson with its code: what the database worker needs to run it. */
export async function loadLessonModule(lesson: LessonFolder): Promise<LessonModule> {
  const load = async <T>(file: string): Promise<T> => {
    const url = pathToFileURL(path.join(lesson.folder, file)).href;
    return ((await import(/* @vite-ignore */ url)) as { default: T }).default;
  };
  const driver = await loadDriver(lesson.folder);
  return {
    slug: lesson.slug,
    manifest: lesson.manifest,
    setupSql: await readFile(path.join(lesson.folder, 'setup.sql'), 'utf8'),
    plan: await load<WorldPlan>('world.ts'),
    attack: await load<Attack | AppAttack>('attack.ts'),
    checks: await load<readonly AnyCheck[]>('checks.ts'),
    ...(driver && { driver }),
  };
}

/** A lesson of TypeScript may bring a module of its own that runs beside the learner's. */
async function loadDriver(folder: string): Promise<CompiledModule | null> {
  const file = path.join(folder, 'driver.ts');
  return existsSync(file) ? compileDriver('driver.ts', await readFile(file, 'utf8')) : null;
}
