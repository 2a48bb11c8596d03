import {
  broken,
  count,
  fc,
  held,
  search,
  type AppCheck,
  type AppLab,
  type Finding,
  type Picks,
  type TogetherRun,
} from '#checks';
import type { Tenant } from '#contract';
import { causeOfLeft, endsElsewhere, fromMemory, walk } from './cause.ts';
import {
  create,
  exportNothing,
  exportYear,
  get,
  health,
  list,
  pay,
  payUnknown,
  someRow,
  TABLE,
  type Call,
} from './calls.ts';
import { faultOf, isKept, leakOf, type Tried } from './judge.ts';
import { sentBy, setsTo } from './sent.ts';

/** How many orders of the replies are drawn in one world, beside those that are always tried. */
const SCHEDULES = 24;
/** How many runs may be spent on looking for a smaller failure than the first. */
const SMALLER = 30;

/** Calls in flight together, in drawn orders of the database's replies. */
export const inFlightTogether: AppCheck = {
  app: true,
  id: 'in-flight-together',
  kind: 'holds',
  title: 'Calls in flight together reach their caller’s rows only',
  explanation:
    'The server connection changes hands at the end of each transaction, and a statement outside of BEGIN and COMMIT is a transaction of its own. What one statement sets and another relies on belongs into one transaction, on one client.',
  async run(lab): Promise<Finding> {
    let runs = 0;
    let found = 0;
    const always = knownFlights(lab);
    const breach = await search<Flight, Breach>(
      flights(lab),
      async ({ calls, picks }) => {
        // Each smaller one that is looked for costs a start of its own.
        if (found > SMALLER) return null;
        runs++;
        const seen = await breachIn(lab, calls, await lab.together(calls, picks));
        if (seen || found > 0) found++;
        return seen;
      },
      {
        seed: lab.world.seed,
        runs: SCHEDULES + always.length,
        first: always,
      },
    );
    if (!breach) {
      return held(`${count(runs, 'order')} of replies, and 0 calls got or changed another’s rows.`);
    }
    await lab.fresh();
    const way = causeOfLeft(lab, await walk(lab)) ?? causeInFlight(breach);
    return broken(
      breach.message,
      way,
      breach.tried.map(({ attempt }) => attempt.step),
    );
  },
};

interface Flight {
  readonly calls: readonly Call[];
  readonly picks: Picks;
}

interface Breach {
  readonly message: string;
  /** Whose call shows it. */
  readonly by: Tried;
  /** Nobody reached another's rows, and a call undid what another one did. */
  readonly undone: boolean;
  /** In the order of the calls, as the schedule counts them. */
  readonly tried: readonly Tried[];
}

/**
 * What chance seldom draws: calls that meet wherever anything is shared, with one reply each in turn.
 * An error of one call while another is between its statement and its COMMIT, of another tenant and
 * of the same; nobody, who waits for the connection of a call that fails; and two who ask for the same.
 */
function knownFlights(lab: AppLab): readonly Flight[] {
  const [first, second] = lab.world.tenants;
  const row = someRow(lab, first);
  return [
    [list(lab, first), list(lab, second)],
    [payUnknown(first), create(lab, second)],
    [payUnknown(first), create(lab, first)],
    [payUnknown(first), payUnknown(second), list(lab, null)],
    [payUnknown(first), payUnknown(second), health()],
    [get(first, row), get(second, row)],
    [pay(first, row), pay(second, row)],
    [exportYear(lab, first, Number(row.year)), exportYear(lab, second, Number(row.year))],
  ].map((calls) => ({ calls, picks: Array<number>(40).fill(1) }));
}

/** Two to four calls, of different callers where there are enough, and an order. */
function flights(lab: AppLab): fc.Arbitrary<Flight> {
  const { tenants } = lab.world;
  const forTenant = (tenant: Tenant): Call[] => {
    const row = someRow(lab, tenant);
    return [
      list(lab, tenant),
      get(tenant, row),
      exportYear(lab, tenant, Number(row.year)),
      create(lab, tenant),
      pay(tenant, row),
      exportNothing(tenant),
      payUnknown(tenant),
    ];
  };
  const one = (tenant: Tenant): fc.Arbitrary<Call> => fc.constantFrom(...forTenant(tenant));
  const nobody = fc.constantFrom(list(lab, null), health());
  const [first, second, ...others] = tenants;
  return fc.record({
    calls: fc
      .tuple(one(first), one(second), ...others.map(one), nobody)
      .chain((calls) =>
        fc.shuffledSubarray(calls, { minLength: 2, maxLength: Math.min(4, calls.length) }),
      ),
    picks: fc.array(fc.nat(5), { maxLength: 40 }),
  });
}

async function breachIn(
  lab: AppLab,
  calls: readonly Call[],
  run: TogetherRun,
): Promise<Breach | null> {
  const tried = calls.flatMap((call, at) => {
    const attempt = run.attempts[at];
    return attempt ? [{ call, attempt }] : [];
  });
  const others = calls.map((call) => call.as?.name ?? 'nobody').join(', ');
  const shown = (message: string, by: Tried, undone = false): Breach => ({
    message: `${message.slice(0, -1)}, with ${count(calls.length, 'call')} in flight (${others}).`,
    ...{ by, undone, tried },
  });
  for (const one of tried) {
    const message = leakOf(lab, {
      ...one,
      attempt: { ...one.attempt, changes: [], foreignChanges: [] },
    });
    if (message !== null) return shown(message, one);
  }
  for (const one of tried) {
    const message = await misfiled(lab, one);
    if (message !== null) return shown(message, one);
  }
  for (const one of tried) {
    const fault = faultOf(one);
    const who = one.call.as?.name ?? 'Nobody';
    if (fault !== null) return shown(`${who}’s ${one.call.show} ${fault}`, one);
  }
  for (const one of tried) {
    const message = await undone(lab, one);
    if (message !== null) return shown(message, one, true);
  }
  return null;
}

/** Changes of calls in flight cannot be told apart, but whose note it is can. */
async function misfiled(lab: AppLab, { call }: Tried): Promise<string | null> {
  if (call.makes === undefined || (await lab.settings()) === null) return null;
  const rows = [...((await lab.truth()).get(TABLE)?.values() ?? [])];
  const made = rows.find((row) => row.note === call.makes);
  if (!made || made.tenant_id === call.as?.id) return null;
  const owner = lab.world.tenants.find((tenant) => tenant.id === made.tenant_id);
  return `${call.as?.name ?? 'Nobody'}’s invoice was filed as 1 of ${owner?.name ?? 'nobody'}’s.`;
}

/** What a call was answered with, and is not there once nothing moves. */
async function undone(lab: AppLab, { call, attempt }: Tried): Promise<string | null> {
  const { as: tenant, makes, pays, show } = call;
  if (tenant === null || (makes ?? pays) === undefined) return null;
  if (attempt.outcome.kind !== 'returned' || (await isKept(lab, call, tenant))) return null;
  return `${tenant.name}’s ${show} answered, and 0 of 1 changes were kept.`;
}

/** Where calls one after the other leave nothing: what goes wrong only between two of them. */
function causeInFlight({ by, undone, tried }: Breach): string {
  if (undone) {
    const callers = new Set(tried.map(({ call }) => call.as));
    return callers.size === 1 ? 'undone-by-own-call' : 'undone-in-flight';
  }
  if (fromMemory(by)) return 'from-memory';
  if (tried.some(endsElsewhere)) return 'ended-elsewhere';
  for (const { call, attempt } of tried) {
    if (attempt.held === 'connection' && attempt.outcome.kind !== 'unsettled') {
      return attempt.outcome.kind === 'threw' ? 'not-released-on-throw' : 'kept-connection';
    }
    const sent = sentBy(attempt);
    const sets = sent.map(setsTo).filter((value) => value !== null && value !== '');
    if (sets.some((value) => value !== call.as?.id)) return 'other-tenant-set';
    const open = sent.some(({ within, returns }) => within !== 'idle' && returns > 0);
    if (open) return 'pool-transaction';
    if (sent.some(({ afterReturn }) => afterReturn)) return 'work-after-release';
  }
  return 'in-flight';
}
