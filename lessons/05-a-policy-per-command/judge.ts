import { count, seededRows, shareOf, type Attempt } from '#checks';
import { LeakproofError, type Tenant } from '#contract';
import { nounOf, type Crossing, type Shape } from './statements.ts';

/** `insufficient_privilege`: a policy's check, or a missing grant. */
const DENIED: ReadonlySet<string> = new Set(['42501']);

/**
 * What a function of the learner's raises: the code of RAISE, ASSERT and SELECT INTO STRICT, or one
 * that was made up, in a class that PostgreSQL has no codes in (it has some in F, H and X).
 */
const OF_ONES_OWN = /^(?:P0|[I-OQ-WYZ])/;

/**
 * Without a tenant the statement may also end before any policy decides, which reveals nothing: the
 * setting is unknown (42704), its empty value is no uuid (22P02), a function of the learner's raises
 * a code of its own or that of a refused login (28000), or a trigger that stamps the tenant has none
 * to stamp (23502: the probe itself names one).
 */
const DENIED_WITHOUT_TENANT: ReadonlySet<string> = new Set(['42704', '22P02', '28000', '23502']);

/** What to do about an error that may well be a refusal, but does not say so. */
function adviceOn(code: string): string {
  if (code === '23514') return ' Let a policy refuse the row instead of a constraint.';
  if (OF_ONES_OWN.test(code) || code === '28000')
    return " Where the refusal is your own, raise it USING ERRCODE = 'insufficient_privilege'.";
  return '';
}

/**
 * An error other than a denial proves nothing: `23505` means that the row got as far as the index.
 * @returns why the attempt cannot be judged, or null
 */
export function notProof(attempt: Attempt): LeakproofError | null {
  const { error, actor, sql } = attempt;
  if (!error || DENIED.has(error.code)) return null;
  if (!actor.tenant && (DENIED_WITHOUT_TENANT.has(error.code) || OF_ONES_OWN.test(error.code)))
    return null;
  return new LeakproofError({
    code: 'sql-error',
    message: `${sql} ended with ${error.code} (${error.message}). That is no proof of isolation: a denial is 42501, or no row.${adviceOn(error.code)}`,
    sql: error,
  });
}

/** What an attempt did across the border, and to whom. */
export interface Crossed {
  readonly victim: Tenant;
  readonly rows: number;
  readonly did: 'read' | 'inserted' | 'moved' | 'changed' | 'deleted' | 'took';
}

/** Rows that an attempt read or changed and that are not the actor's. Null where there are none. */
export function crossed(attempt: Attempt, { lab, actor, victim }: Crossing): Crossed | null {
  const own = attempt.actor.tenant ? actor.index : null;
  const foreign = (index: number | null): index is number => index !== null && index !== own;
  const changes = attempt.changes.filter((c) => foreign(c.ownerBefore) || foreign(c.ownerAfter));
  const read = attempt.rows.rows.filter((row) => row.foreign);
  const owners = [
    ...changes.map((c) => (foreign(c.ownerBefore) ? c.ownerBefore : c.ownerAfter)),
    ...read.map((row) => row.owner),
  ];
  const index = owners.includes(victim.index) ? victim.index : owners[0];
  const of = lab.world.tenants.find((tenant) => tenant.index === index);
  if (!of) return null;
  const [change] = changes.filter((c) => [c.ownerBefore, c.ownerAfter].includes(of.index));
  const rows = owners.filter((owner) => owner === of.index).length;
  if (!change) return { victim: of, rows, did: 'read' };
  if (change.kind === 'inserted') return { victim: of, rows, did: 'inserted' };
  if (change.kind === 'deleted') return { victim: of, rows, did: 'deleted' };
  if (change.ownerBefore === of.index)
    return { victim: of, rows, did: change.ownerAfter === of.index ? 'changed' : 'took' };
  return { victim: of, rows, did: 'moved' };
}

/** "Globex changed 4 of Acme’s 11 documents with an UPDATE without a WHERE." */
export function sentence(found: Crossed, shape: Shape, crossing: Crossing, who: string): string {
  const { lab, table, actor } = crossing;
  const { victim, rows, did } = found;
  const noun = nounOf(table);
  const theirs = shareOf(rows, victim.name, seededRows(lab, table, victim), noun);
  switch (did) {
    case 'inserted':
      return `${who} inserted ${count(rows, noun)} for ${victim.name} with ${shape.called}.`;
    case 'moved': {
      return `${who} moved ${rows} of its ${count(seededRows(lab, table, actor), noun)} to ${victim.name} with ${shape.called}.`;
    }
    case 'took':
      return `${who} made ${theirs} its own with ${shape.called}.`;
    case 'read':
    case 'changed':
    case 'deleted':
      return `${who} ${did} ${theirs} with ${shape.called}.`;
    default: {
      const unreachable: never = did;
      return unreachable;
    }
  }
}
