import { broken, type AppLab, type CallAttempt, type CallRequest, type Finding } from '#checks';
import { isRecord, type Tenant, type TranscriptStep } from '#contract';
import { filesIn, inBatches } from './batch.ts';
import { literal } from './calls.ts';
import { makeExports, type Site } from './site.ts';
import { inWords, touchesOf } from './touches.ts';
import { short } from './words.ts';

/** What an attempt did that it should not: as a sentence with a number, or null. */
export function crossing(
  lab: AppLab,
  site: Site,
  caller: Tenant | null,
  attempt: CallAttempt,
): string | null {
  const who = caller?.name ?? `A session of ${strangerIn(attempt.request)}`;
  const call = short(attempt.request.show, 160);
  const touches = touchesOf(lab, site, caller, filesIn(attempt));
  const [touch] = [...touches.filter(({ victim }) => victim), ...touches];
  const [row] = attempt.foreign;
  if (row) {
    const owner = lab.world.tenants.find(({ index }) => index === row.owner)?.name ?? 'another';
    return `${who} was answered with 1 report of ${owner} by ${call}.`;
  }
  if (!touch) return null;
  const paths = touches.length === 1 ? '1 path' : `${touches.length} paths`;
  return `${who} touched ${paths} outside its directory with ${call}: it ${inWords(touch)}.`;
}

function strangerIn({ args: [session] }: CallRequest): string {
  return session !== undefined && isRecord(session) ? literal(session.tenantId ?? null) : 'nobody';
}

/** The same as a finding. */
export function crossed(
  lab: AppLab,
  site: Site,
  caller: Tenant | null,
  attempt: CallAttempt,
  way: string,
  before: readonly TranscriptStep[] = [],
): Finding | null {
  const message = crossing(lab, site, caller, attempt);
  return message === null
    ? null
    : broken(message, namedFor(site, caller, way), [...before, { ...attempt.step, note: message }]);
}

/** Where tenants have no directories, that is what is wrong, whatever else was tried. */
export const namedFor = (site: Site, caller: Tenant | null, way: string): string => {
  const homes = caller ? [site.directory(caller)] : [...site.directories.values()];
  return homes.includes(null) ? 'no-directory' : way;
};

/** A call that should stay at home, and the way of failing where it does not. */
export interface Try {
  readonly request: CallRequest;
  readonly way: string;
}

/**
 * Tries many calls on a site. They are made in few, since most programs let none across; where one
 * does, they are made again one by one, on the same site made anew, for a transcript of that one.
 * @param tries made from a site: names of files and references are others each time
 */
export async function firstCrossing(
  lab: AppLab,
  site: Site,
  tries: (site: Site) => readonly Try[],
): Promise<Finding | null> {
  const all = tries(site);
  const batches = await inBatches(
    lab,
    all.map(({ request }) => request),
  );
  const outside = batches.find(
    ({ shots, attempt }) =>
      attempt.foreign.length > 0 ||
      shots.some(({ request: { as }, events }) => touchesOf(lab, site, as, events).length > 0),
  );
  if (!outside) return null;
  await lab.fresh();
  const again = await makeExports(lab, site.exports.length / lab.world.tenants.length);
  if ('held' in again) return again;
  for (const { request, way } of tries(again)) {
    const finding = crossed(lab, again, request.as, await lab.call(request), way);
    if (finding) return finding;
  }
  // Only together, then: all of them are shown as the one call that they were.
  const caller = outside.attempt.request.as;
  const message = `${caller?.name ?? 'A session of nobody'} got across in 1 of ${all.length} calls, and only after those before it.`;
  return broken(message, all[0]?.way ?? '', [{ ...outside.attempt.step, note: message }]);
}
