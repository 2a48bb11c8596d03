import { sameAnswer, type AppLab, type CallAttempt } from '#checks';
import type { Tenant } from '#contract';
import { callById, drawDocument, idRange, type ToolById } from './calls.ts';
import { crossed } from './words.ts';

/**
 * Why a call by id reached another tenant's document. That it did was decided by the rows; this
 * chooses the explanation, by what else the program does and by the statements that it sent.
 */
export async function causeOf(
  lab: AppLab,
  tool: ToolById,
  id: number,
  hit: CallAttempt,
): Promise<string> {
  const { as } = hit.request;
  if (!as) return 'by-id';
  const wrote = hit.foreignChanges.length > 0;
  if (!wrote && hit.outcome.kind === 'threw') return 'error-text';
  if (!wrote && tool !== 'getDocument' && !(await leaks(lab, as, 'getDocument', id)))
    return 'read-back';
  if (wrote && (await answersAsIfAbsent(lab, tool, hit))) return 'too-late';
  if (namesTenant(hit, as)) return 'not-of-this-row';
  if (tool === 'getDocument' || (await leaks(lab, as, 'getDocument', id))) return 'by-id';
  if (tool === 'updateDocument' || (await leaks(lab, as, 'updateDocument', id)))
    return 'writes-forgotten';
  return 'delete-forgotten';
}

/** Whether a tool, on fresh rows, lets a tenant at a document that is not its own. */
async function leaks(lab: AppLab, as: Tenant, tool: ToolById, id: number): Promise<boolean> {
  await lab.fresh();
  return crossed(await lab.call(callById(as, tool, id)));
}

/** Changed, and then told the caller that there was nothing: the comparison came after the write. */
async function answersAsIfAbsent(lab: AppLab, tool: ToolById, hit: CallAttempt): Promise<boolean> {
  const { as } = hit.request;
  const [absent] = idRange(lab.world).absent;
  if (!as || absent === undefined) return false;
  await lab.fresh();
  const own = await lab.call(callById(as, tool, drawDocument(lab, as).id));
  const none = await lab.call(callById(as, tool, absent));
  return sameAnswer(hit, none) && !sameAnswer(own, none);
}

/** Whether a statement was given the caller's tenant at all. */
const namesTenant = ({ statements }: CallAttempt, { id }: Tenant): boolean =>
  statements.some(({ sql, parameters }) => parameters.includes(id) || sql.includes(id));
