import { broken, held, type AppCheck, type AppLab, type Finding } from '#checks';
import type { Plain } from '#contract';
import {
  agency,
  answersOf,
  draft,
  get,
  isIn,
  literal,
  named,
  save,
  shows,
  type Report,
} from './calls.ts';
import { forgeries, observe, type Forgery, type Scheme } from './forge.ts';
import { commonKey } from './words.ts';

/** A forgery with the tenants and the report that try it. */
interface Trial {
  readonly forgery: Forgery;
  readonly owner: ReturnType<typeof named>;
  readonly asker: ReturnType<typeof named>;
  readonly report: Report;
}

export const hostileKeys: AppCheck = {
  id: 'hostile-keys',
  kind: 'holds',
  app: true,
  title: 'No handle and no id, whatever they consist of, come to another tenant’s key',
  explanation:
    'Handles and ids are texts that customers choose. A key in which one can pass for a piece of the other, or in which two of them become the same, is a key that somebody can ask for who does not own it.',
  async run(lab): Promise<Finding> {
    const scheme = await observe(lab);
    const trials = forgeries(scheme).map((forgery) => trialOf(lab, forgery));
    await lab.fresh();
    for (let at = 0; at < trials.length; at += AT_ONCE) {
      const finding = await tryAll(lab, trials.slice(at, at + AT_ONCE), scheme);
      if (finding) return finding;
    }
    return held(
      `${trials.length} pairs of names that look like one key were tried, and 0 reports crossed.`,
    );
  },
};

/** Trials in one call: more would take too long for a call on a slow machine. */
const AT_ONCE = 12;

async function tryAll(
  lab: AppLab,
  trials: readonly Trial[],
  scheme: Scheme,
): Promise<Finding | null> {
  const batch = await lab.call({
    as: null,
    module: 'driver.ts',
    name: 'askForEach',
    args: [trials.map(pairOf)],
    show: `${trials.length} times getReport, for a report of another tenant`,
  });
  const answers = answersOf(batch);
  const crossed = trials.filter(({ report }, at) => isIn(report, answers[at]));
  for (const trial of crossed) {
    const finding = await demonstrate(lab, trial, scheme);
    if (finding) return finding;
  }
  if (crossed.length === 0) return null;
  const message = `${crossed.length} of ${trials.length} reports were served to another tenant that asked for an id of its own.`;
  return broken(message, 'split', [{ ...batch.step, note: message }]);
}

function trialOf(lab: AppLab, forgery: Forgery): Trial {
  const [first, second] = lab.world.tenants;
  const owner = named(first, forgery.owner[0]);
  return {
    forgery,
    owner,
    asker: named(second, forgery.asker[0]),
    report: draft(lab, owner, forgery.owner[1]),
  };
}

const pairOf = ({ owner, asker, report, forgery }: Trial): Plain => ({
  owner: agency(owner),
  report: { ...report },
  asker: agency(asker),
  askedFor: forgery.asker[1],
});

/** The same, call by call. */
async function demonstrate(
  lab: AppLab,
  { forgery, owner, asker, report }: Trial,
  scheme: Scheme,
): Promise<Finding | null> {
  await lab.fresh();
  const saved = await lab.call(save(owner, report));
  const opened = await lab.call(get(owner, report.id));
  const attempt = await lab.call(get(asker, forgery.asker[1]));
  if (!shows(attempt, report)) return null;
  const message = `The tenant ${shown(asker.id)} asked for ${shown(forgery.asker[1])} and was served 1 report of the tenant ${shown(owner.id)}${commonKey(opened, attempt)}.`;
  return broken(message, wayOf(forgery, scheme), [
    saved.step,
    opened.step,
    { ...attempt.step, note: message },
  ]);
}

const shown = (name: string): string =>
  name.length > 60 ? `${literal(name.slice(0, 40))} (${name.length} characters)` : literal(name);

/** Parts that are merely joined are another mistake than parts with something between them. */
function wayOf({ way, owner, asker }: Forgery, { between }: Scheme): string {
  if (way !== 'split') return way;
  const joined =
    owner.join('') === asker.join('') ||
    [...owner].reverse().join('') === [...asker].reverse().join('');
  return between.length === 0 && joined ? 'joined' : 'split';
}
