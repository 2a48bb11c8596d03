import {
  broken,
  held,
  printAnswer,
  sameAnswer,
  type AppCheck,
  type AppLab,
  type CallAttempt,
  type CallRequest,
  type Finding,
} from '#checks';
import type { Tenant } from '#contract';
import { callById, callOf, documentsOf, idRange, TOOLS_BY_ID, type ToolById } from './calls.ts';
import { causeOf } from './cause.ts';
import { cameTo, crossed } from './words.ts';

/**
 * An id that is another tenant's and one that nobody has: whoever can tell them apart knows how many
 * documents others have, and which.
 */
export const sameAnswers: AppCheck = {
  id: 'same-answer',
  kind: 'holds',
  app: true,
  title: 'Another tenant’s id and an id that nobody has get the same answer',
  explanation:
    'Whoever tries every number learns from two kinds of refusal which documents exist. Both have to end in the same value, or in an error with the same name, message, code and fields.',
  async run(lab): Promise<Finding> {
    let pairs = 0;
    for (const actor of lab.world.tenants) {
      for (const victim of lab.world.tenants) {
        if (victim === actor) continue;
        for (const ask of ASKED) {
          const finding = await compare(lab, ask, actor, victim);
          if (finding) return finding;
          pairs++;
        }
      }
    }
    return held(
      `${pairs} pairs of an id of another tenant and an id of nobody were answered alike.`,
    );
  },
};

/** What is asked of an id. */
interface Ask {
  readonly tool: ToolById;
  readonly request: (as: Tenant, id: number) => CallRequest;
  /** Of a crossing, where its cause is not to be looked for. */
  readonly way?: string;
}

const ASKED: readonly Ask[] = [
  ...TOOLS_BY_ID.map((tool): Ask => ({ tool, request: (as, id) => callById(as, tool, id) })),
  // Where there is nothing to change, many a program only looks whether the document is there.
  {
    tool: 'updateDocument',
    request: (as, id) => callOf(as, 'updateDocument', { id }),
    way: 'patch-with-less',
  },
];

async function compare(
  lab: AppLab,
  ask: Ask,
  actor: Tenant,
  victim: Tenant,
): Promise<Finding | null> {
  const { tool, request } = ask;
  const [document] = documentsOf(lab.world, victim);
  const [absent = 0, alsoAbsent = 0] = idRange(lab.world).absent;
  if (!document) return null;
  const foreign = await lab.call(request(actor, document.id));
  const nobodys = await lab.call(request(actor, absent));
  if (same(foreign, nobodys, await lab.call(request(actor, alsoAbsent)))) return null;
  const message = `${tool} tells ${actor.name} that ${document.id} is there and ${absent} is not: for ${victim.name}’s it ${cameTo(foreign)}, for nobody’s it ${cameTo(nobodys)}.`;
  const way = !crossed(foreign)
    ? wayOf(foreign, nobodys)
    : (ask.way ?? (await causeOf(lab, tool, document.id, foreign)));
  return broken(message, way, [
    { ...foreign.step, note: `${document.id} is one of ${victim.name}’s.` },
    { ...nobodys.step, note: `${absent} is nobody’s.` },
  ]);
}

/** Answers that differ each time by themselves (the request's number, a time) are compared without. */
function same(foreign: CallAttempt, nobodys: CallAttempt, again: CallAttempt): boolean {
  if (sameAnswer(nobodys, again)) return sameAnswer(foreign, nobodys);
  return settled(foreign) === settled(nobodys);
}

/** UUIDs, times and long numbers, in that order. */
const PASSING = /[0-9a-f]{8}-[0-9a-f-]{27}|\d{4}-\d\d-\d\dT[\d:.]+Z?|[0-9a-f]{12,}|\d{6,}/gi;

const settled = (attempt: CallAttempt): string => {
  const [, args] = attempt.request.args;
  const id = args !== null && typeof args === 'object' && 'id' in args ? args.id : null;
  return printAnswer(attempt).replace(PASSING, '#').replaceAll(JSON.stringify(id), '#');
};

function wayOf(foreign: CallAttempt, nobodys: CallAttempt): string {
  // Its own, since those of others would have been noticed before.
  if (foreign.changes.length > 0) return 'too-many';
  const wrote = foreign.statements.some(
    ({ sql, rows }) => /^\s*(?:update|delete)\b/i.test(sql) && (rows ?? 0) > 0,
  );
  if (wrote) return 'row-found';
  const [one, other] = [foreign.outcome.kind, nobodys.outcome.kind];
  if (one !== other) return 'thrown-or-returned';
  return one === 'threw' ? 'two-errors' : 'two-values';
}
