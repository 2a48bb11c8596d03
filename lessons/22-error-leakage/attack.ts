import { defineAppAttack, type CallAttempt } from '#checks';
import {
  failingCall,
  neighbour,
  openWallet,
  payTo,
  payTooMuch,
  toolCall,
  wallets,
} from './calls.ts';

/**
 * A tenant’s agent pays, as it does all day, and some payments are refused. Then a partner’s tool
 * fails in the middle of somebody else’s synchronisation.
 */
export default defineAppAttack(async (lab): Promise<string> => {
  const { world } = lab;
  const [victim, caller] = world.tenants;
  const { handle } = openWallet(world, victim);
  const frozen = wallets(world).find((one) => one.owner !== caller && one.frozen);

  await lab.call(toolCall(caller, 'list_wallets', {}, 'Its own wallets, and no others.'));
  const attempts: CallAttempt[] = [
    await lab.call(
      toolCall(caller, 'open_wallet', { handle, memo: 'for May' }, `A handle that ${victim.name} has. Row-level security keeps the DETAIL back here.`),
    ),
    await lab.call(payTooMuch(world, caller, victim, 'More than the payee’s wallet can hold.')),
    await lab.call(payTo(world, caller, `${handle}0`, 1, 'A handle that nobody has.')),
  ]; // prettier-ignore
  if (frozen) {
    attempts.push(
      await lab.call(payTo(world, caller, frozen.handle, 1, 'One credit, to a frozen wallet.')),
    );
  }
  attempts.push(
    await lab.call(failingCall(caller, neighbour(world, caller), 'message', 'promise')),
  );

  const told = attempts.filter(({ foreign }) => foreign.length > 0);
  const kinds = new Set(told.flatMap(({ foreign }) => foreign.map(({ key }) => key)));
  return `${caller.name} was told of ${kinds.size} ${kinds.size === 1 ? 'wallet' : 'wallets'} of others by ${told.length} of ${attempts.length} answers to calls that failed.`;
});
