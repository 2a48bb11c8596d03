import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { count, prepareWorld } from '../../src/checks/index.ts';
import { findLesson, loadLessonModule, ROOT } from '../../src/cli/lesson-code.ts';
import { LeakproofError, type Database } from '../../src/contract/index.ts';

/** Where the home page's recording lies. */
export const RECORDING = path.join(ROOT, 'src/content/recorded-leak.json');

/** Of a world of two tenants with short names, in which the leak fits on a screen. */
const SEED = 116_305;

/** What the second tenant's agent sends: a read that is isolated, and two that are not. */
const STATEMENTS = [
  'SELECT title FROM documents',
  'DELETE FROM reports',
  'SELECT arguments FROM tool_calls',
];

/** Records what the first lesson's starter lets through. The same every time it is run. */
export async function recordLeak(database: Database, seed = SEED): Promise<unknown> {
  const folder = await findLesson('a-policy-per-command');
  const lesson = await loadLessonModule(folder);
  const world = await prepareWorld(database, lesson, folder.starter, seed, { tenantWasSet: true });
  return world.use(async (lab) => {
    const [victim, attacker] = lab.world.tenants;
    const transcript = [];
    let deleted = 0;
    for (const sql of STATEMENTS) {
      const { step, changes } = await lab.attempt(lab.actor(attacker), sql);
      deleted += changes.filter((change) => change.ownerBefore === victim.index).length;
      transcript.push(step);
    }
    const last = transcript.at(-1)?.outcome;
    if (last?.kind !== 'rows') throw notLeaking();
    const read = last.result.rows.filter((row) => row.foreign).length;
    if (read === 0 || deleted === 0) throw notLeaking();
    return {
      lesson: folder.slug,
      scene: `Two customers share the tables. Row-level security is on, and ${attacker.name} asks.`,
      server: `PostgreSQL ${database.versions.server}`,
      seed,
      sentence: `${attacker.name} deleted ${count(deleted, 'report')} of ${victim.name}’s and read ${count(read, 'tool call')} that its agent had made.`,
      tenants: lab.world.tenants,
      transcript,
    };
  });
}

function notLeaking(): LeakproofError {
  return new LeakproofError({ code: 'harness-fault', message: 'The starter leaks no more.' });
}

/** Writes the recording: `npx tsx test/support/record-leak.ts`. */
if (process.argv[1] === import.meta.filename) {
  const { openTestDatabase } = await import('./open-database.ts');
  const database = await openTestDatabase();
  await writeFile(RECORDING, `${JSON.stringify(await recordLeak(database), null, 2)}\n`);
  await database.close();
}
