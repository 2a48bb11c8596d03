import type { PoolEvent } from '../../contract/index.ts';

type WithoutAt<T> = T extends unknown ? Omit<T, 'at'> : never;

/** The events in their order, numbered from 0. */
export class EventLog {
  readonly events: PoolEvent[] = [];

  add(event: WithoutAt<PoolEvent>): void {
    this.events.push({ ...event, at: this.events.length });
  }
}
