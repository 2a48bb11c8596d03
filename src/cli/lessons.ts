import { readLessons } from '../content/index.ts';
import { toFault } from '../contract/index.ts';
import { endWithReader } from './closed-pipe.ts';
import { loadLessonModule, ROOT } from './lesson-code.ts';

/** `lessons [--json]`: what there is, for people and for scripts. */
async function main(argv: readonly string[]): Promise<void> {
  const unknown = argv.find((argument) => argument !== '--json');
  if (unknown !== undefined) throw new Error(`lessons takes --json only, not ${unknown}`);
  const rows = [];
  for (const lesson of await readLessons(ROOT)) {
    const { checks } = await loadLessonModule(lesson);
    rows.push({
      id: lesson.manifest.entry,
      slug: lesson.slug,
      title: lesson.manifest.title,
      module: lesson.manifest.module,
      files: lesson.manifest.files.map(({ path, language, editable }) => ({
        path,
        language,
        editable,
      })),
      checks: checks.map(({ id, kind }) => ({ id, kind })),
    });
  }
  if (argv.includes('--json')) process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
  else {
    for (const row of rows) {
      process.stdout.write(`${row.id}  ${row.slug}: ${row.title} (${row.checks.length} checks)\n`);
    }
  }
}

endWithReader();
try {
  await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`lessons: ${toFault(error).message}\n`);
  process.exitCode = 2;
}
