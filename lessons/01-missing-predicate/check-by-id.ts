import { broken, held, type AppCheck, type AppLab, type CallAttempt, type Finding } from '#checks';
import type { Tenant } from '#contract';
import { callById, documentsOf, idRange, type ToolById } from './calls.ts';
import { causeOf } from './cause.ts';
import { crossed, partOf, verbOf, victimOf } from './words.ts';

/** A call that reached another tenant's document. */
interface Hit {
  readonly id: number;
  readonly victim: Tenant;
  readonly attempt: CallAttempt;
}

/** A check that a tool, given every id there is and some that are not, reaches own documents only. */
function byId(tool: ToolById, about: Pick<AppCheck, 'id' | 'title' | 'explanation'>): AppCheck {
  return { ...about, kind: 'holds', app: true, run: (lab) => walk(lab, tool) };
}

async function walk(lab: AppLab, tool: ToolById): Promise<Finding> {
  const { world } = lab;
  let calls = 0;
  for (const actor of world.tenants) {
    const hits: Hit[] = [];
    for (const id of idsFor(lab, tool, actor)) {
      const attempt = await lab.call(callById(actor, tool, id));
      calls++;
      const victim = crossed(attempt) ? victimOf(world, attempt) : null;
      if (victim) hits.push({ id, victim, attempt });
    }
    const [first] = hits;
    if (!first) continue;
    const n = new Set(hits.filter(({ victim }) => victim === first.victim).map(({ id }) => id))
      .size;
    const message = `${actor.name} ${verbOf(tool, first.attempt)} ${partOf(n, world, first.victim)} with ${tool} and their ids.`;
    const way = await causeOf(lab, tool, first.id, first.attempt);
    return broken(message, way, [{ ...first.attempt.step, note: message }]);
  }
  return held(
    `${calls} calls of ${tool} by ${world.tenants.length} tenants reached 0 documents of others.`,
  );
}

/** Reading walks all ids, in use or not; writing leaves the actor's own alone. */
function idsFor({ world }: AppLab, tool: ToolById, actor: Tenant): number[] {
  const { used, absent } = idRange(world);
  const own = tool === 'getDocument' ? documentsOf(world, actor) : [];
  const foreign = used.filter(({ owner }) => owner !== actor);
  return [...foreign, ...own].map(({ id }) => id).concat(absent);
}

export const readById = byId('getDocument', {
  id: 'read-by-id',
  title: 'No id opens another tenant’s document',
  explanation:
    'An id is a number that anybody can count to. The statement that looks a document up has to name the tenant of the session beside the id, and nothing of a document that is another’s may be in the answer, errors included.',
});

export const updateById = byId('updateDocument', {
  id: 'update-by-id',
  title: 'No id changes another tenant’s document',
  explanation:
    'The UPDATE itself has to name the tenant of the session beside the id. What other statements compare, before it or after it, does not limit what it changes.',
});

export const deleteById = byId('deleteDocument', {
  id: 'delete-by-id',
  title: 'No id deletes another tenant’s document',
  explanation:
    'The DELETE itself has to name the tenant of the session beside the id. What other statements compare, before it or after it, does not limit what it deletes.',
});
