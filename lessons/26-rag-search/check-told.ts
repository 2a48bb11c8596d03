import { broken, count, held, sameAnswer, type AppCheck, type AppLab, type Finding } from '#checks';
import { leakFinding, pairs } from './apart.ts';
import { privateSource, search, searchSource, type Call } from './calls.ts';
import { leakOf, readAnswer, tryCall, whoCalls, type Tried } from './judge.ts';
import { aboutOwn, aboutTheirs } from './questions.ts';
import { asksStatistics, sentBy } from './sent.ts';
import { nearest } from './space.ts';

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
      way: sentBy(attempt).some(asksStatistics) ? 'total-of-all' : 'total-of-others',
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
