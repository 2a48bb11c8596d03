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
  payAgain,
  payUnknown,
  ownRows,
  someRow,
  type Call,
} from './calls.ts';
import {
  beside,
  faultOf,
  isKept,
  paidUnasked,
  rowsMade,
  tryCall,
  whoCalls,
  type Tried,
} from './judge.ts';
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
    const more = beside(lab, tried);
    if (more !== null) return failed(tried, sentence(tried, more), 'other-years');
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
    const asked = new Set<string>();
    for (const tenant of tenants) {
      const finding = await writes(lab, tenant, asked);
      if (finding) return finding;
    }
    return held(
      `${count(tenants.length, 'tenant')} created 1 invoice and paid 2 each, and all are kept.`,
    );
  },
};

/**
 * Creates an invoice and pays it, and another one.
 * @param asked the invoices that were to be paid, to which it adds: no other one may be
 */
async function writes(lab: AppLab, tenant: Tenant, asked: Set<string>): Promise<Finding | null> {
  const making = create(lab, tenant);
  const unmade = await unkept(lab, tenant, await tryCall(lab, making));
  if (unmade) return unmade;
  // The new one first: its id is the lowest, so that what pays the ids above as well pays another.
  for (const row of [...(await rowsMade(lab, making)), someRow(lab, tenant)]) {
    asked.add(String(row.id));
    const paying = await tryCall(lab, pay(tenant, row));
    // Before what it showed, which may be one of the others: that is the lesser fault.
    const others = await paidUnasked(lab, asked);
    if (others > 0) {
      return failed(
        paying,
        `${tenant.name}’s ${paying.call.show} paid ${count(others, 'other invoice')} as well.`,
        'others-paid',
      );
    }
    const unpaid = await unkept(lab, tenant, paying);
    if (unpaid) return unpaid;
  }
  return null;
}

/** What is wrong after a call whose change has to be there; null where it is. */
async function unkept(lab: AppLab, tenant: Tenant, tried: Tried): Promise<Finding | null> {
  const fault = faultOf(tried);
  if (fault !== null) return failed(tried, sentence(tried, fault), causeOfBlock(tried));
  if (await isKept(lab, tried.call, tenant)) return null;
  const open = tried.attempt.held === 'transaction';
  const message = `${tenant.name}’s ${tried.call.show} answered, and 0 of 1 changes were kept.`;
  return failed(tried, message, open ? 'left-open' : 'rolled-back');
}

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
      const paying = pay(tenant, someRow(lab, tenant));
      for (const call of [createRefused(lab, tenant), payUnknown(tenant), payAgain(paying)]) {
        await lab.fresh();
        // That the first payment is kept is another check's. Where it is not, the second one may be.
        if (call.again && !(await paid(lab, paying, tenant))) continue;
        const tried = await tryCall(lab, call);
        const fault = faultOf(tried);
        if (fault !== null) return untold(tried, fault);
        told++;
      }
    }
    return held(`${count(told, 'error')} reached their callers.`);
  },
};

async function paid(lab: AppLab, paying: Call, tenant: Tenant): Promise<boolean> {
  await tryCall(lab, paying);
  return isKept(lab, paying, tenant);
}

/** An error that did not reach its caller. */
function untold(tried: Tried, fault: string): Finding {
  const { call, attempt } = tried;
  const message = sentence(tried, fault);
  if (attempt.outcome.kind !== 'returned') return failed(tried, message, 'stuck');
  return call.again
    ? failed(tried, `${message.slice(0, -1)}, for an invoice that was paid already.`, 'paid-twice')
    : failed(tried, message, 'swallowed');
}

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
