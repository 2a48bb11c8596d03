import { broken, count, held, type AppCheck, type AppLab, type Finding } from '#checks';
import { carriedOver, causeOfLeft, leftBy, tenantIn, walk } from './cause.ts';
import { whoCalls, type Tried } from './judge.ts';

/** After any call, and at each hand-over within it, the server connection carries no tenant. */
export const nothingLeftBehind: AppCheck = {
  app: true,
  id: 'nothing-left-behind',
  kind: 'holds',
  title: 'No call leaves its tenant on the connection',
  explanation:
    'Whatever the connection carries when it is handed over, the next one finds. A value that lasts for a transaction is gone at its end, whichever way it ends: COMMIT, ROLLBACK, or a connection that breaks.',
  async run(lab): Promise<Finding> {
    const walked = await walk(lab);
    const way = causeOfLeft(lab, walked);
    if (way === null) {
      const handed = walked.flatMap(({ attempt }) =>
        attempt.events.filter((event) => event.kind === 'released'),
      );
      return held(
        `${count(walked.length, 'call')} handed the connection over ${count(handed.length, 'time')}, with 0 tenants on it.`,
        { picture: lab.timeline() },
      );
    }
    const first =
      walked.find((tried) => isShownBy(way, tried)) ??
      walked.find((tried) => leftBy(tried) !== null || carriedOver(tried).length > 0);
    const shown = first && (await alone(lab, first));
    const message = shown ? sentence(lab, shown) : 'A tenant was left on 1 connection.';
    const steps = shown ? [{ ...shown.attempt.step, note: message }] : [];
    return broken(message, way, steps, { picture: lab.timeline() });
  },
};

/** The call by itself, where that shows it as well: its timeline is the shortest. */
async function alone(lab: AppLab, tried: Tried): Promise<Tried> {
  await lab.fresh();
  const again: Tried = { call: tried.call, attempt: await lab.call(tried.call) };
  return leftBy(again) === leftBy(tried) ? again : tried;
}

/** The call that shows a cause best. */
function isShownBy(way: string, tried: Tried): boolean {
  if (leftBy(tried) === null) return false;
  const { call, attempt } = tried;
  if (way === 'stand-in') return call.as?.id !== tenantIn(attempt.after);
  return call.ends === 'returns' || way !== 'left';
}

/** "After Acme’s listInvoices(session) returned, the connection still carried Acme." */
function sentence(lab: AppLab, { call, attempt }: Tried): string {
  const who = `${whoCalls(call)}’s ${call.show}`;
  const ended = attempt.outcome.kind === 'threw' ? 'threw' : 'returned';
  if (attempt.held === 'transaction') {
    return `After ${who} ${ended}, 1 transaction was still open on its connection.`;
  }
  const name = (value: string | null): string =>
    lab.world.tenants.find((tenant) => tenant.id === value)?.name ??
    `${value ?? ''}, which is no tenant`;
  const value = tenantIn(attempt.after);
  if (value !== null) {
    return `After ${who} ${ended}, the 1 server connection still carried ${name(value)}.`;
  }
  const over = carriedOver({ call, attempt });
  const [first] = over;
  const carried = first?.kind === 'released' ? tenantIn(first.settings) : null;
  return `During ${who} the server connection was handed over ${count(over.length, 'time')} with ${name(carried)} on it, for whoever was waiting.`;
}
