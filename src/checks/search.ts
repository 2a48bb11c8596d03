import * as fc from 'fast-check';
import { LeakproofError } from '../contract/index.ts';

/**
 * Looks for an input that breaks a property, and shrinks it to the smallest that still does.
 * @param probe answers null where the property holds, and the failure where it does not
 * @param options `first` are tried before the drawn ones, and count among the `runs`
 * @returns the failure of the smallest input, or null if none was found in `runs` tries
 * @throws what the probe throws: an input that cannot be tried proves nothing
 */
export async function search<Input, Failure>(
  inputs: fc.Arbitrary<Input>,
  probe: (input: Input) => Promise<Failure | null>,
  {
    seed,
    runs,
    first,
  }: { readonly seed: number; readonly runs: number; readonly first?: readonly Input[] },
): Promise<Failure | null> {
  let smallest = null as Failure | null;
  let stuck: { readonly thrown: unknown } | undefined;
  await fc.check(
    fc.asyncProperty(inputs, async (input) => {
      if (stuck) return true;
      try {
        const failure = await probe(input);
        // Shrinking only ever moves to smaller inputs that still fail: the last one is the smallest.
        if (failure !== null) smallest = failure;
        return failure === null;
      } catch (thrown) {
        stuck = { thrown };
        return true;
      }
    }),
    {
      seed,
      numRuns: runs,
      endOnFailure: false,
      ...(first && { examples: first.map((input): [Input] => [input]) }),
    },
  );
  // A failure that was found stays one, also where a smaller input could not be tried.
  if (stuck && smallest === null) {
    throw stuck.thrown instanceof Error
      ? stuck.thrown
      : new LeakproofError({ code: 'harness-fault', message: 'A probe threw no error object.' });
  }
  return smallest;
}
