import type { EngineState } from '../engine/index.ts';
import { formatProgress, formatSeconds, plural } from './numbers.ts';

/** The status line in words. */
export interface EngineLine {
  readonly text: string;
  /** Passing lines are held back a moment, so that nothing flashes; settled ones show at once. */
  readonly kind: 'passing' | 'settled' | 'failed';
  /** Lines of one step replace each other without waiting. */
  readonly step: string;
  /** Share of the step that is done, where it is known. */
  readonly done: number | null;
}

/** What the engine is doing, as one quiet line. */
export function engineLine(state: EngineState): EngineLine {
  switch (state.phase) {
    case 'idle':
      return { text: '', kind: 'settled', step: 'idle', done: null };
    case 'downloading':
      return {
        text: `${state.step}, ${formatProgress(state.loaded, state.total)}`,
        kind: 'passing',
        step: state.step,
        done: state.total > 0 ? Math.min(1, state.loaded / state.total) : null,
      };
    case 'booting':
      return { text: state.step, kind: 'passing', step: state.step, done: null };
    case 'ready':
      return { text: readyText(state), kind: 'settled', step: 'ready', done: null };
    case 'failed':
      return { text: state.fault.message, kind: 'failed', step: 'failed', done: null };
    default:
      return unreachable(state);
  }
}

function readyText(state: Extract<EngineState, { phase: 'ready' }>): string {
  const server = withName('PostgreSQL', state.versions.server);
  const vector = withName('pgvector', state.versions.vector);
  return [
    `${server} + ${vector}, in this page`,
    `ready in ${formatSeconds(state.readyMs)}`,
    plural(state.databases, 'database'),
  ].join(' · ');
}

/** A version may come as a bare number, or with its name as the server states it. */
function withName(name: string, version: string): string {
  return /^\d/.test(version) ? `${name} ${version}` : version;
}

function unreachable(state: never): never {
  throw new Error(`An engine state without words: ${JSON.stringify(state)}`);
}
