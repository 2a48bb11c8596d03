import { defineAppAttack } from '#checks';
import { get, literal, ownOf, reportsOf, sharedId, shows } from './calls.ts';

/**
 * Nobody attacks. Two tenants open a report that both call the same, and then the one asks for a
 * report that only the other has.
 */
export default defineAppAttack(async (lab): Promise<string> => {
  const { world } = lab;
  const [owner, other] = world.tenants;
  const id = sharedId(world);
  await lab.call(get(owner, id, { note: 'Its own, read from the table and kept.' }));
  const second = await lab.call(
    get(other, id, { note: `${other.name} has a report of that name as well, and asks for it.` }),
  );
  const only = reportsOf(world, owner).find((report) => !ownOf(world, other, report.id));
  let hidden = 0;
  if (only) {
    await lab.call(get(other, only.id, { note: `${other.name} has none of that name.` }));
    const third = await lab.call(get(owner, only.id, { note: `${owner.name} has one.` }));
    hidden = shows(third, only) ? 0 : 1;
  }
  const served = second.foreign.length;
  const withheld = only ? ` ${owner.name} was then refused ${hidden} of its own.` : '';
  return `${other.name} asked for its own ${literal(id)} and was served ${served} of ${owner.name}’s reports.${withheld}`;
});
