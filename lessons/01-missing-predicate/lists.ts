import type { CallAttempt } from '#checks';
import type { Plain } from '#contract';
import type { Seeded } from './calls.ts';

/** A page of a list, as listDocuments answered it. */
export interface Page {
  readonly ids: readonly number[];
  readonly total: number;
}

/** Reads `{ documents: [{ id, … }, …], total }` off an answer. Null where it is not of that shape. */
export function readPage({ outcome }: CallAttempt): Page | null {
  if (outcome.kind !== 'returned') return null;
  const { documents, total } = fieldsOf(outcome.value);
  if (!Array.isArray(documents)) return null;
  const ids = documents.map((document: Plain) => Number(fieldsOf(document).id));
  const n = Number(total ?? NaN);
  return [...ids, n].every(Number.isInteger) ? { ids, total: n } : null;
}

const fieldsOf = (value: Plain): Readonly<Record<string, Plain>> =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? (value as Readonly<Record<string, Plain>>)
    : {};

/** Which of some documents a search finds: in title or body, whatever the case. */
export const matching = (documents: readonly Seeded[], search: string): Seeded[] =>
  documents.filter(({ title, body }) =>
    [title, body].some((text) => text.toLowerCase().includes(search.toLowerCase())),
  );

/** A word of a document's title, and one of its body: words that other tenants use as well. */
export function wordsOf({ title, body }: Seeded): readonly string[] {
  const last = (text: string): string => text.match(/[a-z]+/g)?.at(-1) ?? '';
  return [last(title.replace(/\[.*/, '')), last(body.replace(/, secret.*/, ''))];
}
