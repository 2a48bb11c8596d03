import type { AppLab } from '#checks';
import { keysOf, named, openEach } from './calls.ts';

/** How a tenant and an id come to a key, as far as the keys that were seen tell. */
export interface Scheme {
  /** What stands between the two, for each key in which both can be read. */
  readonly between: readonly { readonly first: 'tenant' | 'id'; readonly text: string }[];
  /** The keys of one tenant's one report, whole. */
  readonly keys: readonly (readonly [tenant: string, id: string, key: string])[];
  /** What becomes of a character in a tenant's name; nothing where it cannot be read. */
  readonly becomes: ReadonlyMap<string, string>;
}

/** A tenant's handle and a report's id. */
export type Name = readonly [tenant: string, id: string];

/** Two names of which a wrong scheme makes one key. */
export interface Forgery {
  readonly way: 'no-tenant' | 'split' | 'folded' | 'dots' | 'escape' | 'cut';
  readonly owner: Name;
  readonly asker: Name;
}

/** Characters that separate, quote, escape or fold. */
const SPECIAL = [':', '/', '|', '-', '_', '.', ',', ' ', '\\', '%', '"', '*', 'A', 'ü'] as const;

/** Reads off the keys that the program itself makes of names that are easy to find in them. */
export async function observe(lab: AppLab): Promise<Scheme> {
  const [actor] = lab.world.tenants;
  const [tenant, id] = ['kestrel7x', 'quarter4y'];
  // Each character between a number of its own, so that the keys can be told apart.
  const names = SPECIAL.map((character, at) => `kes${at + 10}x${character}x${at + 10}sek`);
  const asks = [tenant, ...names].map((name) => [named(actor, name), id] as const);
  const keys = keysOf(await lab.call(openEach(actor, asks, 'getReport(session, …)')));
  const between = keys.flatMap((key): Scheme['between'] => {
    const [t, i] = [key.indexOf(tenant), key.indexOf(id)];
    if (t < 0 || i < 0) return [];
    return t < i
      ? [{ first: 'tenant', text: key.slice(t + tenant.length, i) }]
      : [{ first: 'id', text: key.slice(i + id.length, t) }];
  });
  const becomes = new Map<string, string>();
  for (const key of keys) {
    const [, number, text] = /kes(\d\d)x([^]*)x\1sek/.exec(key) ?? [];
    const character = SPECIAL[Number(number) - 10];
    if (character !== undefined && text !== undefined) becomes.set(character, text);
  }
  const whole = keys
    .filter((key) => key.includes(tenant) && key.includes(id))
    .map((key) => [tenant, id, key] as const);
  return { between, becomes, keys: whole };
}

/** What people put between two parts where no key shows it: before hashing, or in a Map beside the cache. */
const USUAL = [
  '', ':', '::', '/', '|', '-', '_', '.', ',', '#', '@', ' ', '\n', ':report:', ':r:', '/report/', '/reports/', '&id=',
] as const; // prettier-ignore

/** Names that are the same to whoever folds case, marks, forms or blanks. */
const FOLDED: readonly (readonly [string, string])[] = [
  ['ev:eu', 'ev_eu'], ['ev:eu', 'ev-eu'], ['ev:eu', 'eveu'], ['ev:eu', 'ev/eu'], ['ev eu', 'ev-eu'],
  ['ev.eu', 'ev-eu'], ['ev.eu', 'ev_eu'], ['ev.eu', 'eveu'], ['ev/eu', 'ev_eu'], ['ev_eu', 'ev-eu'],
  ['Ev', 'ev'], ['EV', 'ev'], ['ev ', 'ev'], [' ev', 'ev'], ['ev%3Aeu', 'ev:eu'], ['caf\u00e9', 'cafe\u0301'],
  ['caf\u00e9', 'cafe'], ['007', '7'], ['1e3', '1000'], ['ev\u00a0eu', 'ev eu'], ['\uff45v', 'ev'],
]; // prettier-ignore

/** Steps in a path, which are gone where a key is made as an address or a path. */
const DOTS: readonly (readonly [Name, Name])[] = [
  [['ev', '..'], ['other', '..']], [['.', 'q3'], ['..', 'q3']], [['..', 'q3'], ['.', '.']],
]; // prettier-ignore

/** Everything worth trying against a scheme, the likeliest first. */
export function forgeries({ between, becomes, keys }: Scheme): Forgery[] {
  // Nothing is forged in the first: names that have nothing in common.
  const all: Forgery[] = [{ way: 'no-tenant', owner: ['ev', 'q3'], asker: ['other', 'q3'] }];
  for (const [tenant, id, key] of keys) {
    all.push({ way: 'split', owner: [tenant, id], asker: ['ev', key] });
  }
  for (const { first, text } of between) {
    all.push(...split(text, first));
    // One character that is escaped by another, which is not escaped itself.
    const escaped = becomes.get(text) ?? '';
    if (text !== '' && escaped !== text && escaped.endsWith(text)) {
      const escape = escaped.slice(0, -text.length);
      all.push(
        ...both('escape', [`ev${text}eu${escape}`, 'q3'], [`ev${escape}`, `eu${text}q3`], first),
      );
    }
  }
  for (const [character, text] of becomes) {
    if (text === character) continue;
    all.push({ way: 'folded', owner: [`ev${character}eu`, 'q3'], asker: [`ev${text}eu`, 'q3'] });
  }
  for (const text of USUAL) all.push(...split(text, 'tenant'), ...split(text, 'id'));
  for (const [owner, asker] of DOTS) all.push({ way: 'dots', owner, asker });
  for (const [one, other] of FOLDED) {
    all.push({ way: 'folded', owner: [one, 'q3'], asker: [other, 'q3'] });
  }
  const long = 'north'.repeat(80);
  all.push({ way: 'cut', owner: [`${long}1`, 'q3'], asker: [`${long}2`, 'q3'] });
  // What stands between the parts of a key is mostly one of the usual, too.
  const known = new Set<string>();
  return all.filter(({ owner, asker }) => {
    const names = JSON.stringify([owner, asker]);
    return !known.has(names) && known.add(names);
  });
}

/** Where one part ends and the next begins cannot be told if the text between stands in a part. */
const split = (text: string, first: 'tenant' | 'id'): Forgery[] =>
  both('split', [`ev${text}eu`, 'q3'], ['ev', `eu${text}q3`], first);

/** The two parts as they stand in the key: the first is the tenant, or the id. */
const both = (
  way: Forgery['way'],
  [a, b]: readonly [string, string],
  [c, d]: readonly [string, string],
  first: 'tenant' | 'id',
): Forgery[] =>
  first === 'tenant'
    ? [{ way, owner: [a, b], asker: [c, d] }]
    : [{ way, owner: [b, a], asker: [d, c] }];
