import { defineAppAttack, type CallAttempt } from '#checks';
import type { Tenant } from '#contract';
import { callById, callOf, documentsOf } from './calls.ts';
import { readPage } from './lists.ts';
import { crossed, documentCount, partOf } from './words.ts';

/** Ids that the attacker tries, and how many of others' are enough to make the point. */
const TRIES = 8;
const ENOUGH = 3;

/**
 * A signed-in user of one tenant counts. All it knows is its own session and the ids that its own
 * list shows; the ids around those are a sum.
 */
export default defineAppAttack(async (lab): Promise<string> => {
  const { world } = lab;
  const [, attacker] = world.tenants;
  const mine = documentsOf(world, attacker);

  const listed = await lab.call(
    callOf(
      attacker,
      'listDocuments',
      {},
      'Its own, and nothing else. This is where a test usually stops.',
    ),
  );
  const known = readPage(listed)?.ids ?? mine.map(({ id }) => id);

  const opened: CallAttempt[] = [];
  let tries = 0;
  const ids = neighbours(known);
  for (const id of ids) {
    if (tries === TRIES || opened.length === ENOUGH) break;
    tries++;
    const attempt = await lab.call(callById(attacker, 'getDocument', id));
    if (crossed(attempt)) opened.push(attempt);
  }
  const [first] = opened;
  const target = first?.foreign[0] ? Number(first.foreign[0].key) : (ids[0] ?? 0);
  const deleted = await lab.call(
    callById(attacker, 'deleteDocument', target, 'One of the ids that were not in its list.'),
  );

  const own = crossed(listed) ? '' : `, who can list only its own ${documentCount(mine.length)},`;
  if (opened.length === 0 && !crossed(deleted) && !crossed(listed))
    return `${attacker.name} tried ${tries} ids and reached 0 documents of others.`;
  const gone = deleted.foreignChanges.length;
  return `${attacker.name}${own} opened ${harvest(opened)} by counting, with ${tries} ids, and deleted ${documentCount(gone)} of others.`;

  /** "2 of Acme’s 4 documents and 1 of Initech’s 3 documents". */
  function harvest(attempts: readonly CallAttempt[]): string {
    const of = (owner: Tenant): number =>
      attempts.filter(({ foreign }) => foreign.some((row) => row.owner === owner.index)).length;
    const parts = world.tenants
      .filter((owner) => of(owner) > 0)
      .map((owner) => partOf(of(owner), world, owner));
    return parts.length === 0 ? '0 documents' : parts.join(' and ');
  }
});

/** The ids next to those that are known, nearest first. */
function neighbours(known: readonly number[]): number[] {
  const own = new Set(known);
  const first = known[0] ?? 0;
  const around = Array.from({ length: 40 }, (_, at) => (at % 2 === 0 ? 1 + at / 2 : -(at + 1) / 2));
  return around.map((step) => first + step).filter((id) => !own.has(id));
}
