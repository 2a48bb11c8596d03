import { broken, held, type Finding, type Pictures } from '../finding.ts';
import type { AppCheck } from '../lesson-module.ts';
import { search } from '../search.ts';
import type { AppLab, CallAttempt, CallRequest } from './api.ts';
import {
  everybodyInTurn,
  flightsOf,
  runAlone,
  runTogether,
  type Flight,
  type FlightFailure,
} from './stock-flight.ts';
import { faultOf, type Wrong } from './stock-judge.ts';

/** A call of a stock run, and what a right answer to it is. */
export interface StockRequest extends CallRequest {
  /**
   * The rows a right answer shows, all of them and no others, by their keys: `{ documents: [17] }`.
   * Rows that the request changes do not count. Not compared unless given.
   */
  readonly rows?: Readonly<Record<string, readonly (string | number)[]>>;
  /**
   * Says what is wrong with an answer, as the rest of a sentence that begins with the call:
   * `answered without the title`; null where it is right. A throw is wrong unless `judge` is given.
   */
  readonly judge?: (attempt: CallAttempt) => string | null;
}

/** What a lesson gives to a stock run. The ids are `one-at-a-time` and `in-flight-together`. */
export interface StockPlan {
  /**
   * Draws the calls from the world: at least two, of different tenants, and such that a right
   * program answers each the same whatever the order (so no two that change or read one row).
   */
  readonly requests: (lab: AppLab) => Promise<readonly StockRequest[]> | readonly StockRequest[];
  readonly title?: string;
  readonly explanation?: string;
  /** Names for the ways of failing, where the lesson's wrong answers need their own. */
  readonly ways?: Partial<StockWays>;
}

/** What a stock check can find, and the `way` it reports it as. */
export interface StockWays {
  /** An answer held another tenant's rows. Reported as `foreign-rows`. */
  readonly foreign: string;
  /** A call changed another tenant's rows. Reported as `foreign-change`. */
  readonly changed: string;
  /** An answer was wrong, or another than the call gets alone. Reported as `wrong-answer`. */
  readonly wrong: string;
}

const DEFAULT_WAYS: StockWays = {
  foreign: 'foreign-rows',
  changed: 'foreign-change',
  wrong: 'wrong-answer',
};

/** What a stock run is called where the lesson has no words of its own. */
const WORDS = {
  'one-at-a-time': {
    title: 'Calls one at a time each get their own tenant’s rows',
    explanation:
      'What one call leaves behind, on its connection, in a variable, in the cache, must not decide what the next one gets.',
  },
  'in-flight-together': {
    title: 'Calls in flight together each get their own tenant’s rows',
    explanation:
      'While one call waits, others run. What they share, a variable, a connection, a cache entry, may then belong to somebody else.',
  },
} as const;

const header = (id: keyof typeof WORDS, plan: StockPlan): Omit<AppCheck, 'run'> => ({
  app: true,
  id,
  kind: 'holds',
  title: plan.title ?? WORDS[id].title,
  explanation: plan.explanation ?? WORDS[id].explanation,
});

/** The check's failure: the way by its name in the lesson. */
const asFinding = (
  { message, kind, attempts }: Wrong,
  ways: Partial<StockWays> | undefined,
  pictures: Pictures,
): Finding =>
  broken(
    message,
    ways?.[kind] ?? DEFAULT_WAYS[kind],
    attempts.map((attempt) => attempt.step),
    pictures,
  );

/**
 * Stock run: the calls one after the other, in an order drawn from the seed and each twice, on
 * what those before it left behind. Each answers rightly, and with rows of its caller only.
 */
export function oneAtATime(plan: StockPlan): AppCheck {
  return {
    ...header('one-at-a-time', plan),
    async run(lab) {
      const requests = await plan.requests(lab);
      const { draw } = lab.world;
      const order = [
        ...draw.sample(requests, requests.length),
        ...draw.sample(requests, requests.length),
      ];
      const done: CallAttempt[] = [];
      for (const request of order) {
        const attempt = await lab.call(request);
        done.push(attempt);
        const wrong = faultOf(lab, request, attempt, null);
        if (wrong)
          return asFinding(await shortest(lab, order, done, wrong), plan.ways, pictures(lab));
      }
      return held(
        `${done.length} calls were answered one at a time, each with its own tenant’s rows.`,
        pictures(lab),
      );
    },
  };
}

/** The call alone, or the one call that has to come before it, shows more than all of them. */
async function shortest(
  lab: AppLab,
  order: readonly StockRequest[],
  done: readonly CallAttempt[],
  wrong: Wrong,
): Promise<Wrong> {
  const last = order[done.length - 1];
  if (!last) return wrong;
  for (const before of [null, ...order.slice(0, done.length - 1)]) {
    await lab.fresh();
    const attempts = before ? [await lab.call(before)] : [];
    const attempt = await lab.call(last);
    const again = faultOf(lab, last, attempt, null);
    if (again?.kind === wrong.kind) return { ...again, attempts: [...attempts, attempt] };
  }
  // None of them is enough: the world is left as the calls left it, and all are shown.
  await lab.fresh();
  const attempts: CallAttempt[] = [];
  for (const request of order.slice(0, done.length)) attempts.push(await lab.call(request));
  return { ...wrong, attempts };
}

const pictures = (lab: AppLab): Pictures => ({ picture: lab.timeline() });

/** How many failing runs may be spent on looking for a smaller one. */
const SHRINKING = 40;

/**
 * Stock run: the calls in flight together, under `schedules` interleavings (12 unless given) of
 * the replies of database, cache and files, drawn from the seed. Each answers as it does alone in
 * a fresh start. The smallest failing one is shown: the fewest calls, the fewest changes between
 * them.
 */
export function inFlightTogether(plan: StockPlan & { readonly schedules?: number }): AppCheck {
  return {
    ...header('in-flight-together', plan),
    async run(lab) {
      const requests = await plan.requests(lab);
      const alone = await runAlone(lab, requests);
      for (const { request, attempt } of alone) {
        const wrong = faultOf(lab, request, attempt, null);
        if (wrong) return asFinding(wrong, plan.ways, pictures(lab));
      }
      let runs = 0;
      let failures = 0;
      const flights = flightsOf(alone.length);
      const found = await search<Flight, FlightFailure>(
        flights,
        async (flight) => {
          if (failures > SHRINKING) return null;
          if (failures > 0) failures++;
          runs++;
          const failure = await runTogether(lab, alone, flight);
          if (failure && failures === 0) failures = 1;
          return failure;
        },
        {
          seed: lab.world.seed,
          runs: plan.schedules ?? 12,
          // Everybody in turn: where anything is shared at all, this order mostly shows it.
          first: [everybodyInTurn(alone.length)],
        },
      );
      if (found) {
        return asFinding(found.wrong, plan.ways, {
          schedule: found.schedule,
          picture: found.timeline,
        });
      }
      return held(
        `${alone.length} calls were in flight together ${runs} times, in ${runs} orders of their replies, and each got what it gets alone.`,
      );
    },
  };
}
