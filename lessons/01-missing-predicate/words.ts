import { count, shareOf, type CallAttempt, type World } from '#checks';
import type { Tenant } from '#contract';
import { documentsOf, type ToolById } from './calls.ts';

/** "1 of Acme’s 4 documents". */
export const partOf = (n: number, world: World, owner: Tenant): string =>
  shareOf(n, owner.name, documentsOf(world, owner).length, 'document');

/** "1 document", "2 documents". */
export const documentCount = (n: number): string => count(n, 'document');

/** Whose document a call reached that was not its caller's: the first, by its index. */
export function victimOf(world: World, attempt: CallAttempt): Tenant | null {
  const own = attempt.request.as?.index ?? null;
  const owners = [
    ...attempt.foreignChanges.flatMap(({ ownerBefore, ownerAfter }) => [ownerBefore, ownerAfter]),
    ...attempt.foreign.map(({ owner }) => owner),
  ];
  const index = owners.find((owner) => owner !== null && owner !== own);
  return world.tenants.find((tenant) => tenant.index === index) ?? null;
}

/** Whether a call reached anything that is not its caller's. */
export const crossed = ({ foreign, foreignChanges }: CallAttempt): boolean =>
  foreign.length + foreignChanges.length > 0;

/** "opened", or what else it came to where the call read more than it should have. */
export function verbOf(tool: ToolById, attempt: CallAttempt): string {
  const [change] = attempt.foreignChanges;
  if (change?.kind === 'deleted') return 'deleted';
  if (change) return change.ownerBefore === change.ownerAfter ? 'changed' : 'moved';
  if (attempt.outcome.kind === 'threw') return 'was told of';
  return tool === 'getDocument' ? 'opened' : 'was handed';
}

/** What a call came to, as the end of a sentence: "threw TypeError: …", "returned null". */
export function cameTo({ outcome, step }: CallAttempt): string {
  switch (outcome.kind) {
    case 'returned':
      return `returned ${step.outcome.kind === 'returned' ? short(step.outcome.value) : 'a value'}`;
    case 'threw':
      return `threw ${outcome.error.name}: ${short(outcome.error.message)}`;
    case 'unsettled':
      return 'never answered';
    default: {
      const unreachable: never = outcome;
      return unreachable;
    }
  }
}

const short = (text: string): string => {
  const line = text
    .replace(/\s+/g, ' ')
    .replace(/[.\s]+$/, '')
    .trim();
  return line.length > 80 ? `${line.slice(0, 80)}…` : line;
};
