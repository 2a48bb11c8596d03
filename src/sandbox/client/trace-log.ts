import type { TraceEvent } from '../../contract/index.ts';

/**
 * Events, and characters in all of them together, that one load may trace. The runtime's own bound
 * comes before: these are for a realm in which it no longer holds.
 */
export const TRACE_LIMITS = { events: 60_000, characters: 16_000_000 } as const;

/** What a program did since its last load. It comes from a realm that nobody trusts: it is bounded. */
export class TraceLog {
  readonly events: TraceEvent[] = [];
  #characters = 0;

  /** @returns false where there are too many; they are then left out */
  add(events: readonly TraceEvent[]): boolean {
    for (const event of events) this.#characters += sizeOf(event);
    const tooMany = this.events.length + events.length > TRACE_LIMITS.events;
    if (tooMany || this.#characters > TRACE_LIMITS.characters) return false;
    this.events.push(...events);
    return true;
  }
}

function sizeOf(event: TraceEvent): number {
  switch (event.kind) {
    case 'console':
      return event.text.length;
    case 'rejection':
      return event.text?.length ?? 0;
    case 'missing':
      return event.message.length;
    case 'log':
      return event.message.length + JSON.stringify(event.fields).length;
    case 'cache':
      return event.keys.reduce((sum, key) => sum + key.length, event.value?.length ?? 0);
    case 'file':
      return event.path.length + (event.real?.length ?? 0);
    case 'checkout':
    case 'release':
      return 0;
    default:
      return unreachable(event);
  }
}

const unreachable = (event: never): never => event;
