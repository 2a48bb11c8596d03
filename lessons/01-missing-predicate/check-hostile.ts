import { broken, held, type AppCheck, type AppLab, type CallAttempt, type Finding } from '#checks';
import { callById, callOf, documentsOf, drawDocument, TOOLS_BY_ID } from './calls.ts';
import { causeOf } from './cause.ts';
import { hostileCalls, type Aim, type Hostile } from './hostile.ts';
import { crossed, documentCount, victimOf } from './words.ts';

const WHAT: Readonly<Record<Hostile['kind'], string>> = {
  'tenant-argument': 'naming another tenant in the arguments',
  column: 'sending a property that is a column',
  spelling: 'sending the tenant’s column in another spelling',
  injection: 'sending SQL as an argument',
  type: 'sending an argument of another type',
};

/**
 * Arguments come from an agent, and so from whoever wrote what the agent read. An error is a good
 * answer to most of these; what counts is whose rows come back or change.
 */
export const hostileArguments: AppCheck = {
  id: 'hostile-arguments',
  kind: 'holds',
  app: true,
  title: 'No argument reaches another tenant’s documents',
  explanation:
    'Nothing in the arguments may decide whose rows a statement is for, and nothing in them may become part of its text. Take the tenant from the session, name the columns that may be set, and pass every value as a parameter.',
  async run(lab): Promise<Finding> {
    const { world } = lab;
    const actor = world.draw.pick(world.tenants);
    const [owner = actor] = world.draw.sample(
      world.tenants.filter((tenant) => tenant !== actor),
      1,
    );
    const aim: Aim = { actor, own: drawDocument(lab, actor), target: drawDocument(lab, owner) };
    const plain = await tryPlainly(lab, aim);
    if (plain) return plain;
    await lab.fresh();
    let calls = 0;
    for (const hostile of hostileCalls(aim)) {
      const attempt = await lab.call(hostile.request);
      calls++;
      if (crossed(attempt)) return crossing(lab, hostile, attempt);
      // A call may well have deleted the actor's own; the next is tried on rows as they were.
      if (attempt.changes.length > 0) await lab.fresh();
    }
    return held(
      `${calls} calls by ${actor.name}, with arguments no tool expects, reached 0 of the ${documentCount(documentsOf(world, owner).length)} of ${owner.name} and 0 of anybody else.`,
    );
  },
};

/** Where the plain id comes across, or the plain search, there is no need for anything odd. */
async function tryPlainly(lab: AppLab, { actor, target }: Aim): Promise<Finding | null> {
  for (const tool of TOOLS_BY_ID) {
    const attempt = await lab.call(callById(actor, tool, target.id));
    if (!crossed(attempt)) continue;
    const message = `${actor.name} needs nothing but the number ${target.id} to reach a document of ${target.owner.name} with ${tool}.`;
    const way = await causeOf(lab, tool, target.id, attempt);
    return broken(message, way, [{ ...attempt.step, note: message }]);
  }
  const found = await lab.call(callOf(actor, 'listDocuments', { search: 'e', limit: 50 }));
  if (!crossed(found)) return null;
  const owner = victimOf(lab.world, found) ?? target.owner;
  const message = `${actor.name} needs nothing but a search for 'e' to see ${documentCount(found.foreign.length)} of others, ${owner.name}’s among them.`;
  return broken(message, 'or', [{ ...found.step, note: message }]);
}

function crossing({ world }: AppLab, { kind, request }: Hostile, attempt: CallAttempt): Finding {
  const { as, name } = request;
  const victim = victimOf(world, attempt)?.name ?? 'another tenant';
  const n = Math.max(attempt.foreign.length, attempt.foreignChanges.length);
  const moved = attempt.foreignChanges.some(
    ({ ownerBefore, ownerAfter }) => ownerBefore === as?.index && ownerAfter !== null,
  );
  const did = moved
    ? `moved ${documentCount(n)} of its own to ${victim}`
    : `reached ${documentCount(n)} of ${victim}`;
  const by = moved && kind !== 'spelling' ? 'column' : kind;
  const message = `${as?.name ?? 'Nobody'} ${did} with ${name} by ${WHAT[by]}.`;
  return broken(message, by, [{ ...attempt.step, note: message }]);
}
