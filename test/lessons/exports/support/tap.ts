/** The Test Anything Protocol, as pgTAP writes it. */
export interface TapReport {
  /** How many tests were announced; null where none were. */
  readonly plan: number | null;
  readonly passed: readonly string[];
  /** The titles of those that are `not ok`. */
  readonly failed: readonly string[];
}

const TEST = /^(not )?ok \d+ - (.*)$/;

/** Reads what a file of pgTAP printed; of a text of several lines the first is the test's. */
export function readTap(printed: readonly string[]): TapReport {
  const lines = printed.flatMap((text) => text.split('\n'));
  const plans = lines.flatMap((line) => /^1\.\.(\d+)$/.exec(line)?.[1] ?? []);
  const tests = lines.flatMap((line) => {
    const found = TEST.exec(line);
    return found === null ? [] : [{ ok: found[1] === undefined, title: found[2] ?? '' }];
  });
  return {
    plan: plans.length === 1 ? Number(plans[0]) : null,
    passed: tests.filter(({ ok }) => ok).map(({ title }) => title),
    failed: tests.filter(({ ok }) => !ok).map(({ title }) => title),
  };
}

/** Everything that was announced was run, and all of it held. */
export const isGreen = ({ plan, passed, failed }: TapReport): boolean =>
  plan !== null && plan > 0 && failed.length === 0 && passed.length === plan;
