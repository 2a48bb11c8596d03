import type { AppLab } from '#checks';
import type { Tenant } from '#contract';
import { someChunk, wordsOf, type Ask } from './calls.ts';
import { OFF_TOPIC, TOPICS } from './texts.ts';
import { lacking } from './shelf.ts';

/** A question in the words of one of the tenant's own chunks: nothing can be nearer. */
export function aboutOwn(lab: AppLab, tenant: Tenant, k: number): Ask {
  return { question: wordsOf(someChunk(lab.world, tenant)), k, familiar: true };
}

/** In the words of another's chunk: what an attacker guesses, or simply means. */
export function aboutTheirs(lab: AppLab, victim: Tenant, k: number): Ask {
  return { question: wordsOf(someChunk(lab.world, victim)), k };
}

/** What a colleague on call would type, on any topic. */
export function aTopic(lab: AppLab, k: number): Ask {
  return { question: lab.world.draw.pick(TOPICS).ask, k };
}

/** On what others wrote a lot about, and this tenant nothing. */
export function aboutNothingOwn(tenant: Tenant, k: number): Ask {
  return { question: (TOPICS[lacking(tenant)] ?? TOPICS[0]).ask, k };
}

/** On what nobody wrote about. */
export const offTopic = (k: number): Ask => ({ question: OFF_TOPIC, k });
