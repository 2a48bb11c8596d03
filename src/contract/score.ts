import * as z from 'zod/mini';

const text = z.string().check(z.minLength(1));

/**
 * Mutants of a right answer that isolate as well as the answer itself, for one reason, so that no
 * check can tell them apart. Their names are those that `mutate` prints.
 */
export const EquivalentMutants = z.strictObject({
  /** The folder under `right/`. */
  answer: text,
  mutations: z.array(text).check(z.minLength(1)),
  /** Why it makes no difference, in a sentence. */
  reason: text,
});
export type EquivalentMutants = z.infer<typeof EquivalentMutants>;

/** One right answer with one change that breaks it, and what became of it. */
export const BrokenVariant = z.strictObject({
  answer: text,
  mutation: text,
  /** The title of the first check that refuses it; null where none does. */
  caughtBy: z.nullable(text),
});
export type BrokenVariant = z.infer<typeof BrokenVariant>;

/** `score.json`: what `mutate --write` found when it last ran. */
export const Score = z.strictObject({
  /** Of the lesson's code and of the variants: it differs once one of them has changed. */
  fingerprint: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  seed: z.int().check(z.nonnegative()),
  variants: z.array(BrokenVariant).check(z.minLength(1)),
});
export type Score = z.infer<typeof Score>;
