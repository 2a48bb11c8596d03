import { broken, held, type AppCheck, type Finding } from '#checks';
import { callById, documentsOf, drawDocument } from './calls.ts';
import { cameTo, documentCount } from './words.ts';

/** No integer of PostgreSQL's: 22003, or 22P02, wherever it is compared with an id. */
const TOO_LARGE = 2 ** 31;

export const afterAnError: AppCheck = {
  id: 'own-after-an-error',
  kind: 'works',
  app: true,
  title: 'A call that PostgreSQL refuses is no trouble for the next one',
  explanation:
    'An error leaves a transaction open and refused. What goes back to the pool like that answers the next caller with 25P02, whoever it is: send ROLLBACK before the connection is released, or send one statement without a transaction.',
  async run(lab): Promise<Finding> {
    const { tenants, draw } = lab.world;
    const actor = draw.pick(tenants);
    for (const tool of ['getDocument', 'updateDocument', 'deleteDocument'] as const) {
      await lab.call(callById(actor, tool, TOO_LARGE));
    }
    for (const tenant of tenants) {
      const { id, title } = drawDocument(lab, tenant);
      const attempt = await lab.call(callById(tenant, 'getDocument', id));
      const { outcome, step } = attempt;
      if (outcome.kind === 'returned' && JSON.stringify(outcome.value).includes(title)) continue;
      const own = documentCount(documentsOf(lab.world, tenant).length);
      const message = `${tenant.name} could not open 1 of its own ${own} after ${actor.name} sent the number ${TOO_LARGE}: getDocument ${cameTo(attempt)}.`;
      return broken(message, 'left-open', [{ ...step, note: message }]);
    }
    return held(`${tenants.length} tenants opened a document each after 3 calls that failed.`);
  },
};
