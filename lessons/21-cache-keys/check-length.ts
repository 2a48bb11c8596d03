import { broken, type AppLab, type CallAttempt, type Finding } from '#checks';
import { get, keysOf, named } from './calls.ts';
import { called } from './words.ts';

/**
 * Bits in which the keys of tenants have to differ. In 64 two of a million tenants share a key
 * once in 37 million times; in 32 it takes no more than 78,000 to make it likelier than not.
 */
const ENOUGH = 64;

/**
 * Finds keys that are too short to tell tenants apart. They are a function of the handle, and do
 * not grow with it: by chance two handles come to one, and on purpose whoever chooses a handle
 * comes to another's.
 */
export async function tooShort(lab: AppLab): Promise<Finding | null> {
  const uuids = Array.from({ length: 6 }, () => lab.world.draw.uuid());
  const names = uuids.map((uuid, at) => (at < 3 ? uuid.slice(0, 8 + 5 * at) : uuid.repeat(8)));
  const there = await opened(lab, names);
  const back = (await opened(lab, names.toReversed())).toReversed();
  // Numbers that are given out depend on who comes first, and no two tenants have the same.
  if (JSON.stringify(there.map(keysOf)) !== JSON.stringify(back.map(keysOf))) return null;
  let most = 0;
  for (let at = 0; ; at++) {
    const keys = there.map((attempt) => keysOf(attempt)[at]);
    if (!keys.every((key) => key !== undefined)) break;
    most = Math.max(most, bitsOf(keys));
  }
  const long = there.at(-1);
  if (most === 0 || most >= ENOUGH || !long) return null;
  const kinds = Math.round(2 ** most).toLocaleString('en');
  const message = `The keys of ${names.length} tenants, some of whose handles have ${names.at(-1)?.length} characters, differ in so few that there are ${kinds} keys at most: some tenant comes to the key of ${longName(long)}.`;
  return broken(
    message,
    'short',
    there.slice(-2).map(({ step }) => step),
  );
}

const longName = ({ request: { as } }: CallAttempt): string =>
  as ? called({ ...as, id: `${as.id.slice(0, 12)}…` }) : 'another';

async function opened(lab: AppLab, names: readonly string[]): Promise<CallAttempt[]> {
  await lab.fresh();
  const attempts: CallAttempt[] = [];
  for (const name of names) {
    attempts.push(await lab.call(get(named(lab.world.tenants[0], name), 'q3')));
  }
  return attempts;
}

/** How many bits the part holds in which keys differ, at most; 0 where they do not. */
function bitsOf(keys: readonly string[]): number {
  const [first = ''] = keys;
  let [start, end] = [0, 0];
  while (start < first.length && keys.every((key) => key[start] === first[start])) start++;
  while (
    end < first.length - start &&
    keys.every((key) => key.length - end > start && key.at(-1 - end) === first.at(-1 - end))
  ) {
    end++;
  }
  const parts = keys.map((key) => key.slice(start, key.length - end));
  const [, perCharacter = 16] =
    ALPHABETS.find(([alphabet]) => parts.every((part) => alphabet.test(part))) ?? [];
  return perCharacter * Math.max(...parts.map(({ length }) => length));
}

/** What digests are written in, and the bits of a character. */
const ALPHABETS: readonly (readonly [RegExp, number])[] = [
  [/^-?\d*$/, Math.log2(10)],
  [/^[\da-f]*$/i, 4],
  [/^-?[\da-z]*$/, Math.log2(36)],
  [/^[\w+/=-]*$/, 6],
];
