import { describe, expect, it } from 'vitest';
import { timelineOf } from '../../src/checks/index.ts';
import type { PoolEvent, Settings, Tenant, TimelineBar } from '../../src/contract/index.ts';

const ACME: Tenant = { index: 0, name: 'Acme', id: 'a-1' };
const GLOBEX: Tenant = { index: 1, name: 'Globex', id: 'g-2' };
const TENANTS = [ACME, GLOBEX];
const CALLS = new Map([
  [7, { show: 'list(acme)', tenant: 0 }],
  [8, { show: 'list(globex)', tenant: 1 }],
]);

type Bare = PoolEvent extends infer E ? (E extends unknown ? Omit<E, 'at'> : never) : never;
const numbered = (events: readonly Bare[]): PoolEvent[] =>
  events.map((event, at) => ({ ...event, at }));
const tenantIs = (value: string | null): Settings => ({ 'app.tenant_id': value });
const connected = (client: number): Bare => ({
  kind: 'connected',
  client,
  user: 'app_user',
  role: 'app_user',
});
const assigned = (client: number, value: string | null): Bare => ({
  kind: 'assigned',
  client,
  role: 'app_user',
  settings: tenantIs(value),
});
const checkout = (client: number, call: number | null): Bare => ({
  kind: 'checkout',
  client,
  call,
});
const checkin = (client: number, call: number | null): Bare => ({ kind: 'checkin', client, call });
const statement = (client: number, sql: string, value: string | null): Bare => ({
  kind: 'statement',
  client,
  sql,
  parameters: [],
  error: null,
  rows: 1,
  transaction: 'idle',
  settings: tenantIs(value),
});
const released = (client: number, value: string | null, reset = false): Bare => ({
  kind: 'released',
  client,
  settings: tenantIs(value),
  reset,
});

/** A bar without its statements and names, to be read at a glance. */
const brief = ({ call, from, to, settingsIn, settingsOut, inherited }: TimelineBar): unknown => ({
  call,
  from,
  to,
  in: settingsIn.map(({ value }) => value),
  out: settingsOut.map(({ value }) => value),
  inherited,
});

describe('a timeline', () => {
  it('draws checkouts of a pooled connection, and whose value each found there', () => {
    const events = numbered([
      connected(1),
      assigned(1, null),
      checkout(1, 7),
      statement(1, 'SET app.tenant_id = …', ACME.id),
      checkin(1, 7),
      checkout(1, 8),
      statement(1, 'SELECT 1', ACME.id),
      checkin(1, 8),
    ]);
    const { lanes, tenants } = timelineOf(events, 'direct', TENANTS, CALLS);
    expect(tenants).toEqual(TENANTS);
    expect(lanes.map((lane) => lane.name)).toEqual(['Connection 1']);
    expect(lanes[0]?.bars.map(brief)).toEqual([
      { call: 'list(acme)', from: 2, to: 4, in: [null], out: [ACME.id], inherited: null },
      { call: 'list(globex)', from: 5, to: 7, in: [ACME.id], out: [ACME.id], inherited: 0 },
    ]);
    expect(lanes[0]?.bars[1]?.statements).toEqual([
      { at: 6, sql: 'SELECT 1', parameters: [], rows: 1, error: null },
    ]);
    expect(lanes[0]?.bars[1]?.settingsIn).toEqual([
      { name: 'app.tenant_id', value: ACME.id, tenant: 0 },
    ]);
  });

  it('gives each client its lane where each has its own connection', () => {
    const events = numbered([
      checkout(1, 7),
      assigned(1, null),
      checkout(2, 8),
      checkin(1, 7),
      assigned(2, null),
      checkin(2, 8),
    ]);
    const { lanes } = timelineOf(events, 'direct', TENANTS, CALLS);
    expect(lanes.map(({ name, bars }) => [name, bars.map((bar) => bar.call)])).toEqual([
      ['Connection 1', ['list(acme)']],
      ['Connection 2', ['list(globex)']],
    ]);
    // What it carried was read after the hand-over, before any statement: it is what came in.
    expect(lanes[0]?.bars[0]?.settingsIn.map(({ value }) => value)).toEqual([null]);
  });

  it('draws assignments of the one server connection in transaction mode', () => {
    const events = numbered([
      checkout(1, 7),
      checkout(2, 8),
      assigned(1, ''),
      statement(1, 'SELECT set_config(…)', ACME.id),
      released(1, ACME.id),
      assigned(2, ACME.id),
      statement(2, 'SELECT 2', ACME.id),
      released(2, ACME.id),
      checkin(1, 7),
      checkin(2, 8),
    ]);
    const { lanes } = timelineOf(events, 'transaction', TENANTS, CALLS);
    expect(lanes.map((lane) => lane.name)).toEqual(['Server connection']);
    expect(lanes[0]?.bars.map(brief)).toEqual([
      { call: 'list(acme)', from: 2, to: 4, in: [''], out: [ACME.id], inherited: null },
      { call: 'list(globex)', from: 5, to: 7, in: [ACME.id], out: [ACME.id], inherited: 0 },
    ]);
  });

  it('does not carry a value over a reset query', () => {
    const events = numbered([
      assigned(1, null),
      checkout(1, 7),
      statement(1, 'SET …', ACME.id),
      checkin(1, 7),
      released(1, ACME.id, true),
      checkout(2, 8),
      assigned(2, ''),
      checkin(2, 8),
    ]);
    const { lanes } = timelineOf(events, 'session', TENANTS, CALLS);
    expect(lanes[0]?.bars.map((bar) => [bar.call, bar.inherited])).toEqual([
      ['list(acme)', null],
      ['list(globex)', null],
    ]);
    expect(lanes[0]?.bars[1]?.settingsIn.map(({ value }) => value)).toEqual(['']);
  });

  it('leaves a bar open that was never given back, and ends it where the client leaves', () => {
    const open = [assigned(1, null), checkout(1, 7), statement(1, 'BEGIN', null)];
    const never = timelineOf(numbered(open), 'direct', TENANTS, CALLS);
    expect(never.lanes[0]?.bars[0]?.to).toBeNull();
    const gone: Bare = { kind: 'disconnected', client: 1, reason: 'closed', rolledBack: true };
    const left = timelineOf(numbered([...open, gone]), 'direct', TENANTS, CALLS);
    expect(left.lanes[0]?.bars[0]?.to).toBe(3);
  });

  it('draws a client that is in no pool by its assignments, as nobody’s', () => {
    const events = numbered([
      assigned(3, ACME.id),
      statement(3, 'SELECT 1', ACME.id),
      released(3, ACME.id),
    ]);
    const { lanes } = timelineOf(events, 'direct', TENANTS, CALLS);
    expect(lanes[0]?.bars.map(brief)).toEqual([
      { call: null, from: 0, to: 2, in: [ACME.id], out: [ACME.id], inherited: null },
    ]);
  });
});
