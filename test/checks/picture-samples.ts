import type { CallAttempt, PictureRun, TablePlan, World } from '../../src/checks/index.ts';
import { drawFrom } from '../../src/checks/index.ts';
import type {
  CallOutcome,
  Plain,
  SandboxWorld,
  Tenant,
  TraceEvent,
} from '../../src/contract/index.ts';

export const ACME: Tenant = { index: 0, name: 'Acme', id: 'aaaaaaaa-1111-4111-8111-111111111111' };
export const GLOBEX: Tenant = {
  index: 1,
  name: 'Globex',
  id: 'bbbbbbbb-2222-4222-8222-222222222222',
};

const NOTES: TablePlan = {
  name: 'notes',
  tenant: 'tenant_id',
  key: 'id',
  text: 'body',
  row: () => ({}),
};

/** Calls by their numbers, 1, 2, 3 …: whose, what, what came of it, and with which arguments. */
export type SampleCall = readonly [
  as: Tenant | null,
  show: string,
  outcome?: CallOutcome,
  args?: readonly Plain[],
];

/** A run as a picture gets it, with a row of each tenant and no database behind it. */
export function sampleRun(
  calls: readonly SampleCall[],
  trace: readonly TraceEvent[],
  disk: SandboxWorld['files'] = {},
): PictureRun {
  const rows = [
    { id: '17', tenant_id: ACME.id, body: 'payroll: secret-0123456789' },
    { id: '18', tenant_id: GLOBEX.id, body: 'hiring: secret-9876543210' },
  ];
  const truth = new Map([['notes', new Map(rows.map((row) => [row.id, row]))]]);
  const world: World = { seed: 1, tenants: [ACME, GLOBEX], rows: {}, draw: drawFrom(1) };
  return {
    check: null,
    world,
    files: {},
    tables: [NOTES],
    calls: calls.map(([as, show, outcome, args = []], at) => ({
      number: at + 1,
      attempt: {
        request: { as, show, module: 'notes.ts', name: 'list', args },
        outcome: outcome ?? { kind: 'returned', value: null, cut: false },
      } as unknown as CallAttempt,
    })),
    trace,
    events: [],
    drawn: truth,
    truth,
    disk,
    timeline: () => ({ kind: 'timeline', tenants: [ACME, GLOBEX], lanes: [] }),
  };
}

export const cacheEvent = (
  call: number,
  command: string,
  keys: readonly string[],
  rest: Partial<Extract<TraceEvent, { kind: 'cache' }>> = {},
): TraceEvent => ({
  kind: 'cache',
  call,
  command,
  keys: [...keys],
  hit: null,
  value: null,
  ...rest,
});

export const fileEvent = (
  call: number,
  command: string,
  path: string,
  rest: Partial<Extract<TraceEvent, { kind: 'file' }>> = {},
): TraceEvent => ({
  kind: 'file',
  call,
  command,
  path,
  real: path,
  at: path,
  error: null,
  ...rest,
});
