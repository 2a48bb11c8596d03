import { broken, held, type AppCheck, type AppLab, type CallAttempt, type Finding } from '#checks';
import type { Tenant } from '#contract';
import { callById, callOf, documentsOf, editBy, idRange, type ToolById } from './calls.ts';
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
    if (!first) {
      const finding = tool === 'updateDocument' ? await withLess(lab, actor) : null;
      if (finding) return finding;
      continue;
    }
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

/**
 * An edit of one field, and one of none: a path of its own through many a program. Of each other
 * tenant one document, since what the path is like does not depend on the id.
 */
async function withLess(lab: AppLab, actor: Tenant): Promise<Finding | null> {
  const { world } = lab;
  const text = editBy(actor);
  for (const victim of world.tenants.filter((tenant) => tenant !== actor)) {
    const [document] = documentsOf(world, victim);
    if (!document) continue;
    for (const patch of [{}, { title: text }, { body: text }]) {
      const { id } = document;
      const attempt = await lab.call(callOf(actor, 'updateDocument', { id, ...patch }));
      if (!crossed(attempt)) continue;
      const message = `${actor.name} ${verbOf('updateDocument', attempt)} ${partOf(1, world, victim)} with ${attempt.request.show}.`;
      return broken(message, 'patch-with-less', [{ ...attempt.step, note: message }]);
    }
  }
  return null;
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
