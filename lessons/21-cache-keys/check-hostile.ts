import { broken, held, type AppCheck, type AppLab, type CallAttempt, type Finding } from '#checks';
import type { Plain } from '#contract';
import {
  agency,
  answersOf,
  draft,
  get,
  getBeside,
  isIn,
  literal,
  named,
  save,
  shows,
  type Report,
} from './calls.ts';
import { tooShort } from './check-length.ts';
import { failed } from './check-works.ts';
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
    // Where handle and id can be read in a key, it is as long as they are.
    const short = scheme.keys.length > 0 ? null : await tooShort(lab);
    return (
      short ??
      held(
        `${trials.length} pairs of names that look like one key were tried, and 0 reports crossed.`,
      )
    );
  },
};

/** Trials in one call: more would take too long for a call on a slow machine. */
const AT_ONCE = 6;

/** What the driver answers for a trial. */
interface Answers {
  readonly own: Plain;
  readonly others: readonly Plain[];
}

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
  const answers = answersOf(batch) as unknown as readonly Answers[];
  let served = 0;
  for (const [at, trial] of trials.entries()) {
    const { own = null, others = [] } = answers[at] ?? {};
    const crossed = others.some((other) => isIn(trial.report, other));
    if (crossed) served++;
    if (!crossed && isIn(trial.report, own)) continue;
    const finding = await demonstrate(lab, trial, scheme);
    if (finding) return finding;
  }
  // Whoever does not get its own by itself either is another check's.
  if (served === 0) return null;
  const message = `${served} of ${trials.length} reports were served to another tenant that asked for an id of its own.`;
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

/** The same, call by call: in turn, with the other first, and at once. */
async function demonstrate(lab: AppLab, trial: Trial, scheme: Scheme): Promise<Finding | null> {
  const { forgery, owner, asker, report } = trial;
  const asks = get(asker, forgery.asker[1]);
  const named = `The tenant ${shown(asker.id)} asked for ${shown(forgery.asker[1])}`;
  const starts = async (): Promise<CallAttempt> => {
    await lab.fresh();
    return lab.call(save(owner, report));
  };
  const saved = await starts();
  const opened = await lab.call(get(owner, report.id));
  const attempt = await lab.call(asks);
  if (shows(attempt, report)) {
    const message = `${named} and was served 1 report of the tenant ${shown(owner.id)}${commonKey(opened, attempt)}.`;
    return failed([saved, opened, attempt], message, wayOf(forgery, scheme));
  }
  const anew = await starts();
  const none = await lab.call(asks);
  const hidden = await lab.call(get(owner, report.id));
  if (!shows(hidden, report)) {
    const message = `${named}, which it has not, and the tenant ${shown(owner.id)} was then told that it has 0 reports ${shown(report.id)}.`;
    return failed([anew, none, hidden], message, 'joined-absence');
  }
  const again = await starts();
  const beside = await lab.call(getBeside([owner, report.id], asker, forgery.asker[1]));
  if (!shows(beside, report)) return null;
  const message = `${named} while the tenant ${shown(owner.id)} opened ${shown(report.id)}, and was served that 1 report.`;
  return failed([again, beside], message, 'joined-promise');
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
