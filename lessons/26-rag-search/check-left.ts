import { broken, count, held, type AppCheck, type AppLab, type Finding } from '#checks';
import { cite, hostile, ownSources, search, searchSource } from './calls.ts';
import { leftBy, tenantIn } from './cause.ts';
import { tryCall, whoCalls, type Tried } from './judge.ts';
import { aboutOwn } from './questions.ts';

/** However a call ends, the server connection is handed over without its tenant. */
export const nothingLeftBehind: AppCheck = {
  app: true,
  id: 'nothing-left-behind',
  kind: 'holds',
  title: 'No call leaves its tenant on the connection',
  explanation:
    'PgBouncer lends the connection on, to your other services as well, and whoever sets no tenant finds yours. A value that is made for the transaction ends with it, whichever way it ends.',
  async run(lab): Promise<Finding> {
    const [tenant] = lab.world.tenants;
    const asked = search(lab, tenant, aboutOwn(lab, tenant, 3));
    const calls = [
      asked,
      searchSource(lab, tenant, 'runbooks', aboutOwn(lab, tenant, 3)),
      cite(lab, tenant, [...ownSources(lab.world, tenant).values()]),
      hostile(asked, { k: -1 }, 'k: -1'),
    ];
    for (const call of calls) {
      const tried = await tryCall(lab, call);
      const left = leftBy(tried.attempt);
      if (left === null) continue;
      const threw = tried.attempt.outcome.kind === 'threw';
      return broken(
        sentence(lab, tried, left),
        left === 'left-open' && threw ? 'no-rollback' : left,
        [tried.attempt.step],
        { picture: lab.timeline() },
      );
    }
    return held(`${count(calls.length, 'call')} left 0 tenants on the connection.`);
  },
};

function sentence(lab: AppLab, { call, attempt }: Tried, left: string): string {
  const ended = attempt.outcome.kind === 'threw' ? 'threw' : 'returned';
  const after = `After ${whoCalls(call)}’s ${call.show} ${ended}`;
  if (left === 'left-open') return `${after}, 1 transaction was still open on its connection.`;
  const id = tenantIn(attempt.after);
  const name = lab.world.tenants.find((tenant) => tenant.id === id)?.name;
  return name === undefined
    ? `During ${whoCalls(call)}’s ${call.show} the 1 server connection was handed over with its tenant on it.`
    : `${after}, the 1 server connection still carried ${name}.`;
}
