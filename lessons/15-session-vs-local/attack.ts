import { defineAppAttack, shareOf, type AppLab, type CallAttempt } from '#checks';
import type { Tenant } from '#contract';
import { create, createRefused, exportNothing, health, list, ownRows, type Call } from './calls.ts';
import { visibleIn } from './judge.ts';

/**
 * Nobody attacks. A tenant works, and whoever comes next on the connection sends what they always
 * send: a visitor without a workspace, the health check, another tenant in the same moment.
 */
export default defineAppAttack(async (lab: AppLab): Promise<string> => {
  const [first, second] = lab.world.tenants;
  const say = (call: Call, note: string): Call => ({ ...call, note });

  await lab.call(say(list(lab, first), `${first.name} looks at its invoices.`));
  const visitor = await lab.call(
    say(list(lab, null), 'A visitor who has not chosen a workspace opens the same page.'),
  );
  await lab.call(
    say(exportNothing(first), `${first.name} exports a year in which there was nothing.`),
  );
  const checked = await lab.call(say(health(), 'The health check, a minute later. It is nobody.'));
  await lab.call(
    say(createRefused(lab, first), `${first.name} mistypes an amount, and the call throws.`),
  );
  const filed = await lab.call(say(create(lab, null), 'The visitor saves a draft.'));
  const { attempts } = await lab.together(
    [
      say(list(lab, first), 'Two tenants in the same moment.'),
      say(list(lab, second), 'Which tenant was set last before this SELECT?'),
    ],
    [1, 1, 1, 1, 1, 1, 1, 1],
  );

  const did: string[] = [];
  const read = (who: string, attempt: CallAttempt | undefined, victim: Tenant): void => {
    const rows = attempt?.foreign.filter((row) => row.owner === victim.index).length ?? 0;
    if (rows > 0) did.push(`${who} read ${theirs(lab, victim, rows)}`);
  };
  read('a visitor', visitor, first);
  const visible = visibleIn(checked) ?? 0;
  if (visible > 0) did.push(`the health check saw ${visible}`);
  if (filed.changes.length > 0) did.push(`the visitor’s draft became an invoice of ${first.name}`);
  read(first.name, attempts[0], second);
  read(second.name, attempts[1], first);
  return did.length === 0
    ? '8 calls of 2 tenants and of nobody reached 0 invoices of another.'
    : `${upper(inWords(did))}.`;
});

const theirs = (lab: AppLab, owner: Tenant, n: number): string =>
  shareOf(n, owner.name, ownRows(lab, owner).length, 'invoice');

const inWords = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
