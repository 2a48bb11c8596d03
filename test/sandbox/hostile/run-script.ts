import {
  toFault,
  type CallOutcome,
  type Channel,
  type Fault,
  type Program,
  type Sandbox,
  type SandboxWorld,
} from '../../../src/contract/index.ts';
import type { Ending, HostileScript } from './script.ts';

/** What became of a script: its outcome, or the fault that ended it. */
export type Ended = CallOutcome | { readonly kind: 'fault'; readonly fault: Fault };

const WORLD: SandboxWorld = { env: { LESSON: 'hostile' }, files: {}, gated: false };

/** A program that shows that a realm is as it should be. */
export const WELL = {
  'app.ts': `import { createHash } from 'node:crypto';
export async function attack() { await null; return createHash('sha256').update('x').digest('hex').slice(0, 8); }`,
};
export const WELL_ANSWERS = '2d711642';

/**
 * Loads a script, calls it, and waits until it is at rest.
 * @param connect takes the sockets that it opens; they are refused otherwise
 */
export async function runScript(
  sandbox: Sandbox,
  program: Program | Fault,
  connect: (connection: number, port: Channel) => void = refuse,
): Promise<Ended> {
  if ('code' in program) return { kind: 'fault', fault: program };
  try {
    sandbox.onConnect(connect);
    await sandbox.load(program, WORLD);
    const outcome = await sandbox.call('app.ts', 'attack', []).outcome;
    await sandbox.settle();
    return outcome;
  } catch (error) {
    return { kind: 'fault', fault: toFault(error) };
  }
}

function refuse(_connection: number, port: Channel): void {
  port.onMessage(() => undefined);
  port.post(null);
}

/** Whether a script ended in one of the ways that were foreseen. */
export function isForeseen(endings: readonly Ending[], ended: Ended): boolean {
  return endings.some((ending) => {
    if ('answers' in ending) {
      return ended.kind === 'returned' && same(ended.value, ending.answers) && !ended.cut;
    }
    if ('throws' in ending)
      return ended.kind === 'threw' && ending.throws.test(ended.error.message);
    if ('unsettled' in ending) {
      return ended.kind === 'unsettled' && ending.unsettled.test(ended.message);
    }
    return (
      ended.kind === 'fault' &&
      ended.fault.code === ending.fault &&
      ending.says.test(ended.fault.message)
    );
  });
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The sentence that somebody would read; null where the program simply went on. */
export function sentenceOf(ended: Ended): string | null {
  if (ended.kind === 'fault') return ended.fault.message;
  return ended.kind === 'unsettled' ? ended.message : null;
}

/** Whether it belongs to the checks' patience that a script is let run into its deadline. */
export const takesLong = ({ ends }: HostileScript): boolean =>
  ends.some(
    (ending) => 'unsettled' in ending || ('fault' in ending && ending.fault === 'program-stuck'),
  );
