import { broken, count, held, type AppCheck, type AppLab, type Finding } from '#checks';
import type { Tenant } from '#contract';
import { causeOfBlock } from './cause.ts';
import {
  create,
  createRefused,
  exportNothing,
  exportYear,
  get,
  health,
  list,
  pay,
  payUnknown,
  ownRows,
  someRow,
  type Call,
} from './calls.ts';
import { faultOf, isKept, tryCall, whoCalls, type Tried } from './judge.ts';
import { asksTable, sentBy } from './sent.ts';
import { YEARS } from './world.ts';

/** "Globex’s listInvoices(session) showed 0 of 3 own invoices." */
const sentence = ({ call }: Tried, fault: string): string => {
  const who = call.endpoint === 'health' ? 'The health check’s' : `${whoCalls(call)}’s`;
  const said = `${who} ${call.show} ${fault}`;
  return /\d/.test(said) ? said : `1 call failed: ${said}`;
};

const failed = (tried: Tried, message: string, way: string): Finding =>
  broken(message, way, [{ ...tried.attempt.step, note: message }]);

/** Makes the calls in their order; the first that is not answered rightly is shown. */
async function answered(lab: AppLab, calls: readonly Call[]): Promise<Finding> {
  let rows = 0;
  for (const call of calls) {
    const tried = await tryCall(lab, call);
    const fault = faultOf(tried);
    if (fault !== null) return failed(tried, sentence(tried, fault), causeOfBlock(tried));
    rows += call.shows.length;
  }
  return held(`${count(calls.length, 'call')} showed ${rows} of ${count(rows, 'own invoice')}.`);
}

export const ownRowsRead: AppCheck = {
  app: true,
  id: 'own-rows-read',
  kind: 'works',
  title: 'A tenant lists, opens and exports all its own invoices',
  explanation:
    'Isolation that shows nobody anything is an outage. The tenant has to be set on the connection, and in the transaction, in which the statement runs.',
  run(lab) {
    const calls = lab.world.tenants.flatMap((tenant) => [
      list(lab, tenant),
      // Each by its id: a lookup that finds another of its own finds the right one by chance.
      ...ownRows(lab, tenant).map((row) => get(tenant, row)),
      ...YEARS.filter((year) => ownRows(lab, tenant).some((row) => row.year === year)).map((year) =>
        exportYear(lab, tenant, year),
      ),
      exportNothing(tenant),
    ]);
    return answered(lab, lab.world.draw.sample(calls, calls.length));
  },
};

export const ownRowsWritten: AppCheck = {
  app: true,
  id: 'own-rows-written',
  kind: 'works',
  title: 'What a tenant creates and pays is kept, and is its own',
  explanation:
    'A transaction that is not committed leaves nothing: its end has to be COMMIT where the work went well. A new invoice belongs to the tenant that is set.',
  async run(lab): Promise<Finding> {
    const { tenants } = lab.world;
    for (const tenant of tenants) {
      for (const call of [create(lab, tenant), pay(tenant, someRow(lab, tenant))]) {
        const tried = await tryCall(lab, call);
        const fault = faultOf(tried);
        if (fault !== null) return failed(tried, sentence(tried, fault), causeOfBlock(tried));
        if (await isKept(lab, call, tenant)) continue;
        const open = tried.attempt.held === 'transaction';
        return failed(
          tried,
          `${tenant.name}’s ${call.show} answered, and 0 of 1 changes were kept.`,
          open ? 'left-open' : 'rolled-back',
        );
      }
    }
    return held(
      `${count(tenants.length, 'tenant')} created 1 invoice and paid 1 each, and all are kept.`,
    );
  },
};

export const errorsSurface: AppCheck = {
  app: true,
  id: 'errors-surface',
  kind: 'works',
  title: 'What goes wrong is still told to the caller',
  explanation:
    'The wrapper ends the transaction and lets the error through. An endpoint that returns where it failed tells its caller that the invoice is there.',
  async run(lab): Promise<Finding> {
    const { tenants } = lab.world;
    let told = 0;
    for (const tenant of tenants) {
      for (const call of [createRefused(lab, tenant), payUnknown(tenant)]) {
        await lab.fresh();
        const tried = await tryCall(lab, call);
        const { outcome } = tried.attempt;
        const fault = faultOf(tried);
        if (fault !== null) {
          return failed(
            tried,
            sentence(tried, fault),
            outcome.kind === 'returned' ? 'swallowed' : 'stuck',
          );
        }
        told++;
      }
    }
    return held(`${count(told, 'error')} reached their callers.`);
  },
};

export const nextCallsWork: AppCheck = {
  app: true,
  id: 'next-calls-work',
  kind: 'works',
  title: 'After errors and early returns, the next calls are answered',
  explanation:
    'Each connection that is taken goes back to the pool, once, and with no transaction open on it: in a finally of its own, after COMMIT or ROLLBACK.',
  async run(lab): Promise<Finding> {
    const [first, second] = lab.world.tenants;
    const disturbances = [
      list(lab, first),
      exportNothing(first),
      createRefused(lab, first),
      payUnknown(first),
    ];
    for (const disturbance of disturbances) {
      await lab.fresh();
      const finding = await goesOn(lab, disturbance, second);
      if (finding) return finding;
    }
    return held(
      `After ${count(disturbances.length * TIMES, 'call')} that returned, returned early or threw, all others were answered.`,
    );
  },
};

/** One more than the pool has connections. */
const TIMES = 3;

async function goesOn(lab: AppLab, disturbance: Call, next: Tenant): Promise<Finding | null> {
  let last: Tried | null = null;
  const followers = [list(lab, next), health()];
  for (const call of [...Array<Call>(TIMES).fill(disturbance), ...followers]) {
    // Not tryCall: a fresh start would hide what is stuck.
    const tried: Tried = { call, attempt: await lab.call(call) };
    const isNext = followers.includes(call);
    const stuck = tried.attempt.outcome.kind === 'unsettled';
    const fault = stuck || isNext ? faultOf(tried) : null;
    if (fault === null) {
      last = tried;
      continue;
    }
    const steps = [...(last ? [last.attempt.step] : []), tried.attempt.step];
    const message = `${sentence(tried, fault).slice(0, -1)}, after ${disturbance.as?.name ?? ''}’s ${disturbance.show}.`;
    return broken(message, wayOf(last, tried), steps);
  }
  return null;
}

/** What the call before left undone explains what this one ran into. */
function wayOf(last: Tried | null, tried: Tried): string {
  const threw = last?.attempt.outcome.kind === 'threw';
  if (last?.attempt.held === 'transaction') return threw ? 'no-rollback' : 'left-open';
  if (last?.attempt.held === 'connection') {
    return threw ? 'not-released-on-throw' : 'kept-connection';
  }
  return causeOfBlock(tried);
}

export const healthAnswers: AppCheck = {
  app: true,
  id: 'health-answers',
  kind: 'works',
  title: 'The health check answers, and is green',
  explanation:
    'health() is what would have told the team. It asks as nobody, on the pool, and its answer stays { ok, visible } with 0 invoices visible.',
  async run(lab): Promise<Finding> {
    const tried = await tryCall(lab, health());
    const fault = faultOf(tried);
    if (fault !== null) return failed(tried, sentence(tried, fault), causeOfBlock(tried));
    if (!sentBy(tried.attempt).some(asksTable)) {
      const message = 'The health check’s health() answered after 0 questions to the database.';
      return failed(tried, message, 'not-asked');
    }
    return held('On a fresh connection the health check saw 0 invoices.');
  },
};
