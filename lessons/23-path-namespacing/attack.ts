import { defineAppAttack, type CallAttempt } from '#checks';
import type { Tenant } from '#contract';
import { callByRef, callOf, exportOf, refIn, reportsOf, valueOf } from './calls.ts';
import { exportCount } from './site.ts';

/** Files that the attacker tries to guess. */
const GUESSES = 4;

/**
 * One tenant makes exports, as on any day. A signed-in user of another guesses their names, writes a
 * path for a name, and makes an export of its own.
 */
export default defineAppAttack(async (lab): Promise<string> => {
  const { world } = lab;
  const [victim, attacker] = world.tenants;
  const refs = [];
  for (const report of reportsOf(world, victim).slice(0, GUESSES)) {
    const made = await lab.call(exportOf(report, `${report.title}, for the board`));
    refs.push(refIn(valueOf(made)) ?? null);
  }
  await lab.call(
    callOf(
      attacker,
      'listExports',
      {},
      'Its own, of which it has none. This is where a test usually stops.',
    ),
  );

  const opened: CallAttempt[] = [];
  for (let guess = 1; guess <= refs.length; guess++) {
    const attempt = await lab.call(callByRef(attacker, 'readExport', `${guess}.json`, 'A guess.'));
    if (attempt.foreign.length > 0) opened.push(attempt);
  }
  const path = '../../app/.env';
  const climbed = await lab.call(
    callByRef(attacker, 'readExport', path, 'A path, where a name was meant.'),
  );
  const secret = JSON.stringify(climbed.outcome).includes('DATABASE_URL=');

  const [own] = reportsOf(world, attacker);
  if (own) await lab.call(exportOf(own, 'mine', 'Nothing wrong with this one: its own report 1.'));
  const read = await lab.call(
    callByRef(victim, 'readExport', refs[0] ?? null, `${victim.name} opens what it made first.`),
  );
  const overwritten = read.foreign.length > 0;

  if (opened.length === 0 && !secret && !overwritten)
    return `${attacker.name} tried ${GUESSES_TRIED(refs.length)} and 1 path, and reached 0 exports of ${victim.name}.`;
  const did = [
    ...(opened.length > 0
      ? [`opened ${opened.length} of ${victim.name}’s ${exportCount(refs.length)} by guessing`]
      : []),
    ...(secret ? ['read the server’s own .env by a path'] : []),
    ...(overwritten ? [`wrote its report 1 over ${nameOf(victim)}`] : []),
  ];
  return `${attacker.name} ${did.join(', ').replace(/, ([^,]*)$/, ' and $1')}.`;
});

const GUESSES_TRIED = (n: number): string => `${n} ${n === 1 ? 'guess' : 'guesses'}`;
const nameOf = (tenant: Tenant): string => `${tenant.name}’s`;
