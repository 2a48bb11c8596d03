import type { Tenant, TranscriptStep } from '../contract/index.ts';
import { broken, held, type Finding } from './finding.ts';
import type { Lab } from './lab.ts';
import type { Check } from './lesson-module.ts';
import type { TablePlan } from './world.ts';

/** "11 documents", "1 document". */
export const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;

/**
 * "4 of Acme’s 11 documents"; where there is but one, as in the smallest worlds, "Acme’s 1 document".
 * @param n how many were reached: also such as were made since the world was drawn
 * @param total how many were drawn
 */
export function shareOf(n: number, owner: string, total: number, noun: string): string {
  const theirs = `${owner}’s ${count(Math.max(n, total), noun)}`;
  return n === 1 && total === 1 ? theirs : `${n} of ${theirs}`;
}

/** How many rows of a table a tenant owns, by the world's own seed and not by the database. */
export const seededRows = (lab: Lab, table: TablePlan, owner: Tenant): number =>
  (lab.world.rows[table.name] ?? []).filter((row) => row[table.tenant] === owner.id).length;

/**
 * The learner's SQL may change rules, not rows: every seeded row must still be there and still
 * belong to its tenant. Without this, an answer that empties the tables would isolate them.
 */
export function rowsIntact(tables: readonly TablePlan[]): Check {
  return {
    id: 'rows-intact',
    kind: 'works',
    title: 'Every row is still there, and still its owner’s',
    explanation:
      'Isolation that works by removing or reassigning rows is data loss. Change who may reach a row, and leave the rows alone.',
    async run(lab): Promise<Finding> {
      const truth = await lab.truth();
      let rows = 0;
      for (const table of tables) {
        for (const seeded of lab.world.rows[table.name] ?? []) {
          rows++;
          const now = truth.get(table.name)?.get(String(seeded[table.key]));
          if (now?.[table.tenant] === seeded[table.tenant]) continue;
          const owner = lab.world.tenants.find((tenant) => tenant.id === seeded[table.tenant]);
          const name = owner?.name ?? 'a tenant';
          const steps: TranscriptStep[] = [];
          return broken(
            `After your SQL, row ${String(seeded[table.key])} of ${table.name} is no longer ${name}’s.`,
            'rows-lost',
            steps,
          );
        }
      }
      return held(`All ${count(rows, 'seeded row')} are where they were.`);
    },
  };
}
