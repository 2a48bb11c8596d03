import { toFault, type FaultCode, type OwnRows } from '../contract/index.ts';
import type { AppLab } from './app/api.ts';
import type { Finding } from './finding.ts';
import type { Application, Lab, PreparedWorld } from './lab.ts';
import type { AnyCheck, AppCheck, Check } from './lesson-module.ts';
import { ownRows } from './own-rows.ts';
import { UNPAINTED, withPicture, type Painter } from './picture/with-picture.ts';
import type { World } from './world.ts';

/** The world that something was found in, as far as it is shown. */
export interface FoundIn extends Pick<World, 'seed' | 'tenants'> {
  /** Of who acts in the transcript, where there is one. */
  readonly own?: readonly OwnRows[];
}

/** What one check came to in one world. Plain data. */
export type Outcome =
  | { readonly kind: 'found'; readonly finding: Finding; readonly world: FoundIn }
  | { readonly kind: 'undecided'; readonly message: string };

/** What is to be run in a world, and who is told. */
export interface Probing {
  readonly checks: readonly AnyCheck[];
  readonly onProgress: () => void;
  readonly onOutcome: (check: AnyCheck, outcome: Outcome) => void;
  /** Runs after the checks that try statements, and makes sure that the world is opened for it. */
  readonly onStatements?: (lab: Lab) => Promise<void>;
  /** Asked before each check: whether the rest need not be run. */
  readonly isOver?: () => boolean;
  /** What failed is drawn in any case; here the first check that held is, too. */
  readonly drawsHeld?: boolean;
}

/** The order in which the checks of a world run. */
export function inOrder(checks: readonly AnyCheck[]): {
  readonly ofStatements: readonly Check[];
  readonly ofCalls: readonly AppCheck[];
} {
  return {
    ofStatements: checks
      .filter((check): check is Check => check.app !== true)
      .sort((a, b) => Number(b.unset ?? 0) - Number(a.unset ?? 0)),
    ofCalls: checks.filter((check): check is AppCheck => check.app === true),
  };
}

/** A program that was stopped this often is not started again: each time has its own deadline. */
const PATIENCE = 3;
const STOPPED: readonly FaultCode[] = ['program-stuck', 'program-ended'];

/**
 * Runs checks in one world: those that try statements, then those that call the program.
 * @throws LeakproofError what keeps the program from loading
 */
export async function probeWorld(
  prepared: PreparedWorld,
  application: Application | null,
  { checks, onProgress, onOutcome, onStatements, isOver, drawsHeld = false }: Probing,
): Promise<void> {
  const { ofStatements, ofCalls } = inOrder(checks);
  let drawn = !drawsHeld;
  const draw = (check: AnyCheck, finding: Finding, painter: Painter = UNPAINTED): Finding => {
    if (finding.held && drawn) return finding;
    const shown = withPicture(finding, check.id, painter);
    if (finding.held && shown.pictures?.picture) drawn = true;
    return shown;
  };
  if (ofStatements.length > 0 || onStatements) {
    await prepared.use(async (lab) => {
      for (const check of ofStatements) {
        if (isOver?.()) return;
        onProgress();
        onOutcome(check, await outcomeOf(prepared, async () => draw(check, await check.run(lab))));
      }
      await onStatements?.(lab);
    });
  }
  if (ofCalls.length === 0 || isOver?.()) return;
  if (!application) throw new Error('A check calls a program, and the lesson has none');
  await prepared.useApp(application, async (lab, painter) => {
    let stops = 0;
    for (const check of ofCalls) {
      if (isOver?.()) return;
      onProgress();
      const outcome = await outcomeOf(
        prepared,
        async () => draw(check, await runOn(lab, check, stops), painter),
        () => stops++,
      );
      onOutcome(check, outcome);
    }
  });
}

async function runOn(lab: AppLab, check: AppCheck, stops: number): Promise<Finding> {
  if (stops >= PATIENCE) throw new Error(`The program was stopped ${stops} times before this.`);
  await lab.fresh();
  return check.run(lab);
}

async function outcomeOf(
  { world, tables }: PreparedWorld,
  run: () => Promise<Finding>,
  onStopped: () => void = () => undefined,
): Promise<Outcome> {
  try {
    const finding = await run();
    const { seed, tenants } = world;
    const own = finding.held ? {} : { own: ownRows(world, tables, finding.transcript) };
    return { kind: 'found', finding, world: { seed, tenants, ...own } };
  } catch (thrown) {
    const fault = toFault(thrown);
    if (STOPPED.includes(fault.code)) onStopped();
    return { kind: 'undecided', message: fault.message };
  }
}
