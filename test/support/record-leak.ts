import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { callById, callOf, documents } from '../../lessons/01-missing-predicate/calls.ts';
import { count, type AppLab } from '../../src/checks/index.ts';
import { ROOT } from '../../src/cli/lesson-code.ts';
import { LeakproofError } from '../../src/contract/index.ts';
import { openBench, type Bench } from '../lessons/missing-predicate-lab.ts';

/** Where the home page's recording lies. */
export const RECORDING = path.join(ROOT, 'src/content/recorded-leak.json');

/** Of a world of two tenants with short names, in which the leak fits on a screen. */
const SEED = 49;

/** Records what the first lesson's starter lets through. The same every time it is run. */
export async function recordLeak(bench: Bench, seed = SEED): Promise<unknown> {
  let recorded: unknown;
  await bench.use(bench.folder.starter, seed, async (lab) => {
    recorded = {
      ...(await recordIn(lab)),
      seed,
      lesson: bench.folder.slug,
      server: `PostgreSQL ${bench.server}`,
    };
  });
  return recorded;
}

/** What the second tenant's agent calls: its list, which is isolated, and two ids that are next to it. */
async function recordIn(lab: AppLab): Promise<object> {
  const { world } = lab;
  const [victim, attacker] = world.tenants;
  const [first, second] = documents(world).filter(({ owner }) => owner === victim);
  if (!first || !second) throw notLeaking();
  const listed = await lab.call(callOf(attacker, 'listDocuments', {}));
  const deleted = await lab.call(callById(attacker, 'deleteDocument', first.id));
  const opened = await lab.call(callById(attacker, 'getDocument', second.id));
  const [lost, read] = [deleted.foreignChanges.length, opened.foreign.length];
  if (listed.foreign.length > 0 || lost === 0 || read === 0) throw notLeaking();
  return {
    scene: `Two customers share a table. ${attacker.name}’s agent lists its documents, then counts on.`,
    sentence: `${attacker.name} deleted ${count(lost, 'document')} of ${victim.name}’s and read ${read} more, by counting up from its own.`,
    tenants: world.tenants,
    transcript: [listed, deleted, opened].map(({ step }) => step),
  };
}

function notLeaking(): LeakproofError {
  return new LeakproofError({ code: 'harness-fault', message: 'The starter leaks no more.' });
}

/** Writes the recording: `npx tsx test/support/record-leak.ts`. */
if (process.argv[1] === import.meta.filename) {
  const bench = await openBench();
  await writeFile(RECORDING, `${JSON.stringify(await recordLeak(bench), null, 2)}\n`);
  await bench.close();
}
