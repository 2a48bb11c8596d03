import { broken, count, held, sameAnswer, type AppCheck, type AppLab, type Finding } from '#checks';
import { causeOfLeak } from './cause.ts';
import {
  cite,
  forged,
  hostile,
  ownSources,
  privateSource,
  search,
  searchSource,
  type Call,
} from './calls.ts';
import { leakOf, readAnswer, tryCall, whoCalls, type Tried } from './judge.ts';
import { aboutNothingOwn, aboutOwn, aboutTheirs, aTopic, offTopic } from './questions.ts';
import { nearest } from './space.ts';
import { isExact } from './shelf.ts';

/** Makes the calls in their order; the first that reached another's row is shown. */
async function apart(lab: AppLab, calls: readonly Call[]): Promise<Finding> {
  for (const [at, call] of calls.entries()) {
    const tried = await tryCall(lab, call);
    if (leakOf(lab, tried) === null) continue;
    return leakFinding(lab, tried, calls.slice(0, at));
  }
  return held(`${count(calls.length, 'call')} reached 0 rows of another tenant.`);
}

/** The leak alone in a fresh start, or behind the one call that it takes, with its cause. */
async function leakFinding(lab: AppLab, leak: Tried, before: readonly Call[]): Promise<Finding> {
  const steps = await shortest(lab, leak, before);
  const message = leakOf(lab, leak) ?? '';
  const picture = lab.timeline();
  const way = await causeOfLeak(lab, leak);
  return broken(
    message,
    way,
    steps.map(({ attempt }) => attempt.step),
    { picture },
  );
}

async function shortest(
  lab: AppLab,
  leak: Tried,
  before: readonly Call[],
): Promise<readonly Tried[]> {
  await lab.fresh();
  const alone = await tryCall(lab, leak.call);
  if (leakOf(lab, alone) !== null) return [alone];
  for (const call of before.slice(-12).reverse()) {
    await lab.fresh();
    const first = await tryCall(lab, call);
    const second = await tryCall(lab, leak.call);
    if (leakOf(lab, second) !== null) return [first, second];
  }
  return [leak];
}

/** Each tenant, with another one to ask about. */
const pairs = ({ world: { tenants } }: AppLab) =>
  tenants.map((tenant, at) => ({
    tenant,
    victim: tenants[(at + 1) % tenants.length] ?? tenants[0],
  }));

export const searchApart: AppCheck = {
  app: true,
  id: 'search-apart',
  kind: 'holds',
  title: 'Whatever a tenant asks, its matches are its own',
  explanation:
    'The nearest chunk to a question is whosever it is. Whose rows a search may see is for the database to decide, in the same statement and before LIMIT counts.',
  run(lab) {
    const { draw } = lab.world;
    return apart(
      lab,
      pairs(lab).flatMap(({ tenant, victim }) => [
        search(lab, tenant, aboutTheirs(lab, victim, draw.pick([1, 3]))),
        search(lab, tenant, aboutNothingOwn(tenant, draw.pick([3, 8]))),
        search(lab, tenant, aTopic(lab, 20)),
        search(lab, tenant, offTopic(draw.pick([1, 5]))),
      ]),
    );
  },
};

export const sourceApart: AppCheck = {
  app: true,
  id: 'source-apart',
  kind: 'holds',
  title: 'Narrowed to a source, the matches are the tenant’s own as well',
  explanation:
    'Many tenants have a source of the same name, and one may know another’s name. A filter narrows what a tenant may see; it must not be what decides it, and an OR in it must not open it.',
  run(lab) {
    return apart(
      lab,
      pairs(lab).flatMap(({ tenant, victim }) => [
        searchSource(lab, tenant, 'runbooks', aboutTheirs(lab, victim, 3)),
        searchSource(lab, tenant, privateSource(lab.world, victim), aboutTheirs(lab, victim, 3)),
        searchSource(lab, tenant, privateSource(lab.world, tenant), aboutNothingOwn(tenant, 8)),
      ]),
    );
  },
};

export const citationsApart: AppCheck = {
  app: true,
  id: 'citations-apart',
  kind: 'holds',
  title: 'Nobody reads the title or the address of another’s source',
  explanation:
    'sources is a table of tenants’ rows like chunks: RLS on the one does nothing for the other. Their ids are a sequence, so whoever has seen one can count.',
  run(lab) {
    return apart(
      lab,
      pairs(lab).flatMap(({ tenant, victim }) => {
        const theirs = [...ownSources(lab.world, victim).values()];
        return [
          // The same ids after their owner: what was remembered of that answer is not this one's.
          cite(lab, victim, theirs),
          cite(lab, tenant, theirs),
          cite(lab, tenant, [...ownSources(lab.world, tenant).values(), ...theirs]),
        ];
      }),
    );
  },
};

export const hostileArguments: AppCheck = {
  app: true,
  id: 'hostile-arguments',
  kind: 'holds',
  title: 'Nothing that an agent puts into its arguments opens another’s rows',
  explanation:
    'The arguments are written by a model, and the model was told what to write by whoever wrote the documents it reads. Tenant: from the session. k and source: as parameters.',
  run(lab) {
    const [first, second] = lab.world.tenants;
    const asked = search(lab, first, aboutTheirs(lab, second, 3));
    const narrowed = searchSource(lab, first, 'runbooks', aboutTheirs(lab, second, 3));
    const odd = (fields: Parameters<typeof hostile>[1], shownAs: string): Call[] => [
      hostile(asked, fields, shownAs),
      hostile(narrowed, fields, shownAs),
    ];
    return apart(lab, [
      forged(asked, second),
      forged(narrowed, second),
      forged(cite(lab, first, [...ownSources(lab.world, second).values()]), second),
      // All there is; where that is thousands of rows, a few of them say the same.
      ...(isExact(lab.world) ? odd({ k: 1_000_000 }, 'k: 1000000') : odd({ k: 50 }, 'k: 50')),
      ...odd({ k: 0 }, 'k: 0'),
      ...odd({ k: 2.5 }, 'k: 2.5'),
      ...odd({ k: '1 OFFSET 0' }, "k: '1 OFFSET 0'"),
      ...odd({ k: null }, 'k: null'),
      ...odd({ question: '' }, "question: ''"),
      ...["runbooks' OR true --", '%', '', "') OR (1=1"].map((source) =>
        hostile(narrowed, { source }, `source: ${JSON.stringify(source)}`),
      ),
      hostile(narrowed, { source: null }, 'source: null'),
      hostile(narrowed, { source: ['runbooks', 'handbook'] }, 'source: [ … ]'),
    ]);
  },
};

export const betweenTheLines: AppCheck = {
  app: true,
  id: 'between-the-lines',
  kind: 'holds',
  title: 'Ranks, scores and totals tell of the tenant’s own chunks only',
  explanation:
    'A rank among everybody’s chunks says how many of others’ lie nearer; a total of the table says how many they have; an error where a name is unknown says which names are known. What is counted has to be what the tenant may see.',
  async run(lab): Promise<Finding> {
    let seen = 0;
    for (const { tenant, victim } of pairs(lab)) {
      const calls = [
        search(lab, tenant, aboutTheirs(lab, victim, 8)),
        search(lab, tenant, aboutOwn(lab, tenant, 8)),
        searchSource(lab, tenant, 'runbooks', aboutTheirs(lab, victim, 8)),
        searchSource(lab, tenant, privateSource(lab.world, victim), aboutTheirs(lab, victim, 8)),
      ];
      for (const call of calls) {
        const tried = await tryCall(lab, call);
        if (leakOf(lab, tried) !== null) return leakFinding(lab, tried, []);
        const told = toldBy(tried);
        if (told) return broken(told.message, told.way, [tried.attempt.step]);
        seen += readAnswer(tried.attempt)?.matches.length ?? 0;
      }
      const finding = await sameForUnknown(lab, calls[3]);
      if (finding) return finding;
    }
    return held(
      `${count(seen, 'row')} were ranked, scored and counted among the tenant’s own only.`,
    );
  },
};

/** What an answer without a foreign row says of others all the same. */
function toldBy({ call, attempt }: Tried): { message: string; way: string } | null {
  const answer = readAnswer(attempt);
  if (!answer || !call.search) return null;
  const { question, scope } = call.search;
  const who = `${whoCalls(call)}’s ${call.show}`;
  if (answer.searched > scope.length) {
    return {
      message: `${who} was told of ${count(answer.searched, 'chunk')}, where ${scope.length} are its own.`,
      way: 'total-of-all',
    };
  }
  const rank = answer.matches.findIndex((match, at) => match.rank !== at + 1);
  if (rank >= 0) {
    return {
      message: `${who} gave match ${rank + 1} the rank ${JSON.stringify(answer.matches[rank]?.rank)}.`,
      way: 'rank-of-all',
    };
  }
  const similarity = new Map(nearest(question, scope).map((one) => [one.chunk.id, one.similarity]));
  const off = answer.matches.find(
    ({ id, score }) =>
      typeof score !== 'number' || Math.abs(score - (similarity.get(id) ?? score)) > 0.005,
  );
  return off
    ? { message: `${who} gave 1 match a score that is not its similarity.`, way: 'score-of-all' }
    : null;
}

/** A source that only another has, and one that nobody has, get the same answer. */
async function sameForUnknown(lab: AppLab, theirs: Call | undefined): Promise<Finding | null> {
  if (!theirs?.search) return null;
  const { question, k } = theirs.search;
  const name = `project-${lab.world.draw.uuid().slice(0, 8)}`;
  const known = await tryCall(lab, theirs);
  const unknown = await tryCall(lab, searchSource(lab, theirs.as, name, { question, k }));
  if (sameAnswer(known.attempt, unknown.attempt)) return null;
  return broken(
    `${whoCalls(theirs)} got 2 different answers for a source of another and for one that nobody has.`,
    'source-told',
    [known.attempt.step, unknown.attempt.step],
  );
}

export const noTenant: AppCheck = {
  app: true,
  id: 'no-tenant',
  kind: 'holds',
  title: 'Without a tenant there is nothing to find',
  explanation:
    'Somebody who has not chosen a workspace sets no tenant. Then no row may match: not on a fresh connection, not on one that a tenant used before, and not after a call that failed.',
  run(lab) {
    const { tenants } = lab.world;
    const asNobody = tenants.flatMap((tenant) => [
      search(lab, null, aboutTheirs(lab, tenant, 3)),
      searchSource(lab, null, 'runbooks', aboutTheirs(lab, tenant, 3)),
      cite(lab, null, [...ownSources(lab.world, tenant).values()]),
    ]);
    const empty = asNobody.slice(0, 3).map((call): Call => ({
      ...call,
      args: [{ tenantId: '' }, ...call.args.slice(1)],
      show: call.show.replace('session', "{ tenantId: '' }"),
    }));
    const calls = tenants.flatMap((tenant, at) => [
      search(lab, tenant, aboutOwn(lab, tenant, 3)),
      ...asNobody.slice(at * 3, at * 3 + 3),
      hostile(search(lab, tenant, aboutOwn(lab, tenant, 3)), { k: -1 }, 'k: -1'),
      ...asNobody.slice(at * 3, at * 3 + 1),
    ]);
    return apart(lab, [...asNobody.slice(0, 1), ...empty, ...calls]);
  },
};
