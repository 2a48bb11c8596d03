import * as z from 'zod/mini';
import type { PlanNode } from '../../contract/index.ts';

/** A node as EXPLAIN (FORMAT JSON) writes it. Source: PostgreSQL documentation, EXPLAIN. */
const RawNode = z.looseObject({
  'Node Type': z.string(),
  get Plans() {
    return z.optional(z.array(RawNode));
  },
});
type RawNode = z.infer<typeof RawNode>;

const RawPlans = z.array(z.object({ Plan: RawNode })).check(z.minLength(1));

/** Lines that say which rows are wanted, or what became of the others, in this order. */
const CONDITIONS =
  /(?:Filter|Cond|Recheck|Key|Command|Parent Relationship|Subplan Name|Rows Removed.*)$/;

/**
 * Reads a plan from what EXPLAIN (FORMAT JSON) answered.
 * @returns null where the text is no such answer
 */
export function readPlan(text: string | null): PlanNode | null {
  try {
    const [first] = RawPlans.parse(JSON.parse(text ?? ''));
    return first ? nodeOf(first.Plan) : null;
  } catch {
    return null;
  }
}

function nodeOf(raw: RawNode): PlanNode {
  const conditions = Object.entries(raw)
    .filter(([name]) => CONDITIONS.test(name))
    .map(([name, value]) => ({ name, value: wordsOf(value) }))
    .filter(
      ({ name, value }) => value !== '' && !(name === 'Parent Relationship' && isPlain(value)),
    );
  return {
    title: titleOf(raw),
    figures: figuresOf(raw),
    conditions,
    children: (raw.Plans ?? []).map(nodeOf),
  };
}

/** Where a node stands below another is shown by where it stands. */
const isPlain = (relation: string): boolean => /^(?:Outer|Inner|Member|Subquery)$/.test(relation);

function titleOf(raw: RawNode): string {
  const operation = wordsOf(raw.Operation);
  const type =
    raw['Node Type'] === 'ModifyTable' && operation !== '' ? operation : raw['Node Type'];
  const index = wordsOf(raw['Index Name']);
  const relation = wordsOf(raw['Relation Name'] ?? raw['Function Name'] ?? raw['CTE Name']);
  const alias = wordsOf(raw.Alias);
  const using = index === '' ? '' : ` using ${index}`;
  const on = relation === '' ? '' : ` on ${relation}`;
  return `${type}${using}${on}${alias === '' || alias === relation ? '' : ` ${alias}`}`;
}

function figuresOf(raw: RawNode): string {
  const value = (name: string): string => wordsOf(raw[name]);
  const parts: string[] = [];
  if (raw['Total Cost'] !== undefined) {
    parts.push(`cost ${value('Startup Cost')}..${value('Total Cost')}`);
    parts.push(`${value('Plan Rows')} rows expected`);
  }
  if (raw['Actual Rows'] !== undefined) parts.push(`${value('Actual Rows')} rows found`);
  if (Number(raw['Actual Loops'] ?? 1) > 1) parts.push(`${value('Actual Loops')} times`);
  return parts.join(', ');
}

function wordsOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(wordsOf).join(', ');
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
