import type { Fault } from '../contract/index.ts';
import type { SessionState } from './state.ts';

/** A run's end, as far as the editor has to know: the fault, if one kept it from its result. */
interface Ended {
  readonly revision: number;
  readonly fault: Fault | null;
}

/**
 * The fault that the editor marks: of the latest texts that were run, whichever run met it, the
 * attack, a check or the replay of one. A refused edit, or a run that could not begin, comes first.
 */
export function markedFault(state: SessionState): Fault | null {
  if (state.fault !== null) return state.fault.fault;
  const runs = ended(state);
  const latest = Math.max(...runs.map(({ revision }) => revision));
  return runs.find(({ revision, fault }) => revision === latest && fault !== null)?.fault ?? null;
}

function ended({ verdict, attack, replays }: SessionState): readonly Ended[] {
  const runs = [verdict, attack].flatMap((run) =>
    run === null ? [] : [{ revision: run.revision, fault: run.value.fault }],
  );
  const replayed = Object.values(replays).flatMap(({ value, revision }): Ended[] => {
    if (value.kind === 'fault') return [{ revision, fault: value.fault }];
    return value.kind === 'ran' ? [{ revision, fault: null }] : [];
  });
  return [...runs, ...replayed];
}
