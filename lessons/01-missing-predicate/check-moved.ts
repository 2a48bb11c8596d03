import {
  broken,
  held,
  type AppCheck,
  type AppLab,
  type CallRequest,
  type Finding,
  type TogetherRun,
} from '#checks';
import type { Tenant } from '#contract';
import {
  callById,
  callOf,
  documentsOf,
  drawDocument,
  editBy,
  sessionOf,
  TOOLS_BY_ID,
  type Seeded,
  type ToolById,
} from './calls.ts';
import { causeOf } from './cause.ts';
import { readPage } from './lists.ts';
import { atEverySwitch } from './switches.ts';
import { crossed, documentCount } from './words.ts';

/** Support moves a document, and its new owner writes into it. */
const handOver = (id: number, to: Tenant): CallRequest => ({
  as: to,
  module: 'driver.ts',
  name: 'handOver',
  args: [id, sessionOf(to), editBy(to)],
  show: `moveDocument(${id}, '${to.name}'), then updateDocument(session of ${to.name}, …)`,
});

/**
 * Owners change: see support.ts. What a call saw or remembered of a document's owner is no longer
 * so when it acts. PostgreSQL in this page runs one transaction at a time, so what this finds is
 * a comparison and an act in two transactions, and not one that lacks a lock.
 */
export const movedMeanwhile: AppCheck = {
  id: 'moved-meanwhile',
  kind: 'holds',
  app: true,
  title: 'A document that was moved is out of its old owner’s reach at once',
  explanation:
    'Support moves documents between tenants. Between a look at the owner and the statement that acts on the id alone there is time for that. Put the comparison into the statement that acts, so that both happen at once.',
  async run(lab): Promise<Finding> {
    const { world } = lab;
    const [from = world.tenants[0], to = world.tenants[1]] = world.draw.sample(world.tenants, 2);
    const document = drawDocument(lab, from);
    for (const tool of TOOLS_BY_ID) {
      const finding = await after(lab, tool, document, to);
      if (finding) return finding;
    }
    const listed = await afterList(lab, document, to);
    if (listed) return listed;
    let tried = 0;
    for (const tool of TOOLS_BY_ID) {
      const requests = [callById(from, tool, document.id), handOver(document.id, to)] as const;
      const { found, orders } = await atEverySwitch(lab, requests, (run, replies) =>
        judge(lab, tool, document, to, run, replies),
      );
      if (found) return found;
      tried += orders;
    }
    return held(
      `${from.name} reached a document that was ${to.name}’s by then in 0 of ${tried} orders of events.`,
    );
  },
};

/** First used by its owner, then moved, then used again: finds what was remembered. */
async function after(
  lab: AppLab,
  tool: ToolById,
  { id, owner }: Seeded,
  to: Tenant,
): Promise<Finding | null> {
  await lab.fresh();
  const before = await lab.call(callById(owner, 'getDocument', id, 'While it is its own.'));
  const move = await lab.call(handOver(id, to));
  const attempt = await lab.call(callById(owner, tool, id));
  if (!crossed(attempt)) return null;
  const message = `${owner.name} reached document ${id} with ${tool} after support had moved it to ${to.name}.`;
  const way = await wayOfReach(lab, tool, id, to);
  return broken(message, way, [before.step, move.step, { ...attempt.step, note: message }]);
}

/** Listed by its owner, then moved, then listed again: finds a list, or a total, that was kept. */
async function afterList(lab: AppLab, { id, owner }: Seeded, to: Tenant): Promise<Finding | null> {
  await lab.fresh();
  const request = callOf(owner, 'listDocuments', {});
  const before = await lab.call(request);
  const move = await lab.call(handOver(id, to));
  const attempt = await lab.call(request);
  const page = readPage(attempt);
  const left = documentsOf(lab.world, owner).length - 1;
  if (!page || (!page.ids.includes(id) && page.total <= left)) return null;
  const still = page.ids.includes(id)
    ? `shown document ${id}`
    : `told of ${documentCount(page.total)} and not of ${left}`;
  const message = `${owner.name} was ${still} by listDocuments after support had moved ${id} to ${to.name}.`;
  const steps = [before.step, move.step, { ...attempt.step, note: message }];
  return broken(message, 'list-remembered', steps);
}

/** A tool that lets anybody at any id does not need the move. */
async function wayOfReach(lab: AppLab, tool: ToolById, id: number, to: Tenant): Promise<string> {
  await lab.fresh();
  const plain = await lab.call(callById(to, tool, id));
  return crossed(plain) ? causeOf(lab, tool, id, plain) : 'remembered';
}

/** Moved while the old owner's call was on its way, after so many of its replies. */
async function judge(
  lab: AppLab,
  tool: ToolById,
  { id, owner }: Seeded,
  to: Tenant,
  { attempts: [mine, move], schedule, timeline }: TogetherRun,
  replies: number,
): Promise<Finding | null> {
  const moved = move?.statements[0]?.rows === 1;
  if (!mine || !move || !moved) return null;
  const now = (await lab.truth()).get('documents')?.get(String(id));
  // Its new owner wrote last, unless the old owner's write came after it was no longer the owner.
  const overwritten = now?.title === editBy(owner);
  const read = JSON.stringify(mine.outcome).includes(editBy(to));
  if (now && !overwritten && !read) return null;
  const did = !now ? 'deleted' : overwritten ? 'overwrote' : 'read';
  const message = `${owner.name} ${did} document ${id} with ${tool} after support had moved it to ${to.name}.`;
  const way = (await sharesState(lab, owner, to)) ? 'shared-state' : 'look-then-act';
  const steps = [
    { ...mine.step, note: message },
    { ...move.step, note: `Came in between, after ${replies} replies.` },
  ];
  return broken(message, way, steps, { schedule, picture: timeline });
}

/** Whether two tenants' calls get into each other's way where no document is moved at all. */
async function sharesState(lab: AppLab, one: Tenant, other: Tenant): Promise<boolean> {
  const { id } = drawDocument(lab, other);
  const requests = [callById(one, 'getDocument', id), callById(other, 'getDocument', id)] as const;
  const { found } = await atEverySwitch(lab, requests, ({ attempts: [first] }) =>
    first && crossed(first) ? first : null,
  );
  return found !== null;
}
