import { broken, held, type AppCheck, type CallAttempt, type Finding } from '#checks';
import { failingCall, neighbour, openWallet, payTooMuch } from './calls.ts';
import { ALL_PLACES } from './check-leaks.ts';
import { masked } from './mask.ts';
import { incidentOf, logLines, type LogLine } from './judge.ts';

/** Where the memo stands in what is thrown, by kind: all of it has to be in the log. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  message: ['message'],
  statement: ['message'],
  text: ['text'],
  cause: ['cause', 'deeper'],
  aggregate: ['first', 'second'],
  fields: ['field'],
  object: ['object'],
  cycle: ['message'],
  // Nothing that has to be in it, but the incident.
  null: [],
  symbol: [],
  'throwing-text': [],
  'throwing-getter': [],
};

export const logComplete: AppCheck = {
  app: true,
  id: 'log-complete',
  kind: 'works',
  title: 'What the caller is not told is in the log, under the incident that it is told',
  explanation:
    'The line of the log that has the incident in it also has what was thrown: its message, its own fields, the messages of its causes, the errors of an AggregateError, or the value itself where it is no error. Where that cannot be written, the line with the incident is still there.',
  async run(lab): Promise<Finding> {
    const { world } = lab;
    const [tenant] = world.tenants;
    const victim = neighbour(world, tenant);
    const { memo } = openWallet(world, victim);
    const [canary = ''] = memo.split(',');
    let lines = 0;
    const paid = await lab.call(payTooMuch(world, tenant, victim));
    const first = judge(paid, 'pay', [canary]);
    if (first) return first;
    for (const [kind, places] of Object.entries(EXPECTED)) {
      const at = kind === 'statement' ? 'promise' : world.draw.pick(ALL_PLACES);
      const attempt = await lab.call(failingCall(tenant, victim, kind, at));
      const finding = judge(
        attempt,
        kind,
        places.map((place) => `${place}:secret-`),
      );
      if (finding) return finding;
      lines++;
    }
    return held(
      `${lines + 1} failures are in the log, each under the incident that its caller was told.`,
    );
  },
};

/** @param texts that have to stand in the lines that name the incident */
function judge(attempt: CallAttempt, kind: string, texts: readonly string[]): Finding | null {
  const incident = incidentOf(attempt);
  const all = logLines(attempt.trace);
  const named = incident === null ? [] : all.filter(({ text }) => text.includes(incident));
  const isIn = (lines: typeof all, wanted: string): boolean =>
    lines.some(({ text }) => text.includes(wanted));
  const missing = texts.filter((wanted) => !isIn(named, wanted));
  if (named.length > 0 && missing.length === 0) return null;
  if (missing.length > 0 && named.some(({ cut }) => cut)) {
    throw new Error(
      'The console shows the beginning of long lines only, so what is in this one cannot be told: write it to the log of log.ts.',
    );
  }
  const fail = (message: string, way: string): Finding =>
    broken(message, way, masked([{ ...attempt.step, note: attempt.step.note ?? message }]));
  if (incident === null)
    return fail(
      '1 failure was answered without an incident, so nothing in the log can be found by it.',
      attempt.outcome.kind === 'threw' && kind.startsWith('throwing-')
        ? 'log-threw'
        : 'no-incident-told',
    );
  if (named.length === 0) {
    const wanted = texts.length > 0 && texts.every((text) => isIn(all, text));
    return wanted
      ? fail(
          `What was thrown is in the log, and 0 of ${all.length} lines name the incident that the caller was told.`,
          'not-named',
        )
      : fail(
          `0 of ${all.length} lines of the log name the incident that the caller was told, and what was thrown is in none.`,
          kind.startsWith('throwing-') ? 'log-threw' : 'swallowed',
        );
  }
  const message = `The log has ${named.length === 1 ? '1 line' : `${named.length} lines`} on the incident that the caller was told, and ${texts.length - missing.length} of the ${texts.length} texts that were thrown are in it.`;
  return fail(message, LOST[kind] ?? nothingOf(named));
}

/** An error that is written as JSON is an empty object; else nothing of it was written. */
export const nothingOf = (lines: readonly LogLine[]): string =>
  lines.some(({ text }) => text.includes('{}')) ? 'empty-object' : 'swallowed';

/** What an answer loses that keeps the message of a plain error: that one comes first. */
const LOST: Readonly<Record<string, string>> = {
  cause: 'cause-lost',
  aggregate: 'cause-lost',
  fields: 'fields-lost',
  object: 'object-lost',
  text: 'object-lost',
  cycle: 'cycle-lost',
};
