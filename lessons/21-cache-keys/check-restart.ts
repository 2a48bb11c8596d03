import { broken, held, type AppCheck, type Finding } from '#checks';
import { get, ownOf, sharedId, shows } from './calls.ts';
import { cameTo, commonKey, ownerOf } from './words.ts';

export const restartApart: AppCheck = {
  id: 'restart-apart',
  kind: 'holds',
  app: true,
  title: 'What is in the cache after a restart still serves its own tenant alone',
  explanation:
    'A deployment starts the service anew, and Redis goes on. What a key means must not depend on what one process remembers: after it tenants come in another order, and a second process has an order of its own.',
  async run(lab): Promise<Finding> {
    const { world } = lab;
    const id = sharedId(world);
    const tenants = world.draw.sample(world.tenants, world.tenants.length);
    const before = [];
    for (const tenant of tenants) before.push(await lab.call(get(tenant, id)));
    await lab.fresh('stores');
    // In the opposite order. Where their number is odd the one in the middle comes to its own.
    for (const [at, tenant] of tenants.toReversed().entries()) {
      const note = at === 0 ? 'The service was started anew.' : undefined;
      const attempt = await lab.call(get(tenant, id, note === undefined ? {} : { note }));
      const own = ownOf(world, tenant, id);
      if (own && attempt.foreign.length === 0 && shows(attempt, own)) continue;
      const did =
        attempt.foreign.length > 0
          ? `was served 1 report of ${ownerOf(lab, attempt)}`
          : `did not get its own 1 report (it ${cameTo(attempt)})`;
      const [key = ''] = before.map((one) => commonKey(one, attempt)).filter(Boolean);
      const message = `After a restart ${tenant.name} ${did} by ${attempt.request.show}${key}.`;
      return broken(message, 'numbered', [
        ...before.map(({ step }) => step),
        { ...attempt.step, note: message },
      ]);
    }
    return held(`After a restart ${tenants.length} tenants asked anew, and each got its own.`);
  },
};
