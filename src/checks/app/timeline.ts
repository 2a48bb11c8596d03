import type {
  CarriedSetting,
  PoolEvent,
  PoolMode,
  Settings,
  Tenant,
  Timeline,
  TimelineBar,
} from '../../contract/index.ts';

/** A call as pictures name it. */
export interface NamedCall {
  readonly show: string;
  readonly tenant: number | null;
}

interface Lane {
  name: string;
  bars: TimelineBar[];
  /** What the connection carries, as far as it was read. */
  carried: Settings | null;
}

/** What is known of a client while the events are read. */
interface Client {
  call: number | null;
  open: { readonly bar: TimelineBar; settingsIn: boolean } | null;
}

/**
 * Draws, as data, who had which server connection and what it carried in and out. Where each
 * client has its own connection (`direct`), or keeps one (`session`), a bar is a checkout from the
 * program's pool; in `transaction` mode it is an assignment of the server by the pooler.
 */
export function timelineOf(
  events: readonly PoolEvent[],
  mode: PoolMode,
  tenants: readonly Tenant[],
  calls: ReadonlyMap<number, NamedCall>,
): Timeline {
  const lanes = new Map<number, Lane>();
  const clients = new Map<number, Client>();
  const pooled = new Set(events.flatMap((e) => (e.kind === 'checkout' ? [e.client] : [])));
  const laneOf = (client: number): Lane => {
    const key = mode === 'direct' ? client : 0;
    let lane = lanes.get(key);
    if (!lane) {
      const name = mode === 'direct' ? `Connection ${lanes.size + 1}` : 'Server connection';
      lane = { name, bars: [], carried: null };
      lanes.set(key, lane);
    }
    return lane;
  };
  const clientOf = (client: number): Client => {
    const known = clients.get(client) ?? { call: null, open: null };
    clients.set(client, known);
    return known;
  };
  const carriedBy = (settings: Settings | null): CarriedSetting[] =>
    Object.entries(settings ?? {}).map(([name, value]) => ({
      name,
      value,
      tenant: tenants.find((tenant) => tenant.id === value)?.index ?? null,
    }));
  const open = (at: number, client: number, settings: Settings | null): void => {
    const known = clientOf(client);
    const call = known.call === null ? undefined : calls.get(known.call);
    const bar: TimelineBar = {
      call: call?.show ?? null,
      tenant: call?.tenant ?? null,
      from: at,
      to: null,
      settingsIn: carriedBy(settings),
      settingsOut: carriedBy(settings),
      statements: [],
      inherited: null,
    };
    known.open = { bar, settingsIn: settings !== null };
    laneOf(client).bars.push(bar);
  };
  const carry = (client: number, settings: Settings | null, found: boolean): void => {
    if (settings === null) return;
    laneOf(client).carried = settings;
    const { open: current } = clientOf(client);
    if (!current) return;
    if (found && !current.settingsIn) {
      current.bar.settingsIn = carriedBy(settings);
      current.settingsIn = true;
    }
    current.bar.settingsOut = carriedBy(settings);
  };
  const close = (at: number, client: number): void => {
    const known = clientOf(client);
    if (known.open) known.open.bar.to = at;
    known.open = null;
  };
  const byAssignment = (client: number): boolean => mode === 'transaction' || !pooled.has(client);

  for (const event of events) {
    const { at, client } = event;
    switch (event.kind) {
      case 'checkout':
        clientOf(client).call = event.call;
        if (!byAssignment(client)) open(at, client, laneOf(client).carried);
        break;
      case 'checkin':
        if (!byAssignment(client)) close(at, client);
        clientOf(client).call = null;
        break;
      case 'assigned':
        if (byAssignment(client)) open(at, client, event.settings);
        carry(client, event.settings, true);
        break;
      case 'released':
        carry(client, event.settings, false);
        if (byAssignment(client)) close(at, client);
        // A reset query changed them: the next hand-over reads them anew.
        if (event.reset) laneOf(client).carried = null;
        break;
      case 'statement': {
        const { sql, parameters, rows, error } = event;
        clientOf(client).open?.bar.statements.push({ at, sql, parameters, rows, error });
        carry(client, event.settings, false);
        break;
      }
      case 'disconnected':
        close(at, client);
        break;
      case 'connected':
      case 'waiting':
        break;
      default: {
        const unreachable: never = event;
        return unreachable;
      }
    }
  }
  const drawn = [...lanes.values()].filter((lane) => lane.bars.length > 0);
  for (const bar of drawn.flatMap((lane) => lane.bars)) bar.inherited = inheritedBy(bar);
  return {
    kind: 'timeline',
    tenants: [...tenants],
    lanes: drawn.map(({ name, bars }) => ({ name, bars })),
  };
}

/** Whose value a call found that was not its own. Work of no known call is nobody's. */
function inheritedBy({ call, tenant, settingsIn }: TimelineBar): number | null {
  if (call === null) return null;
  return settingsIn.find((set) => set.tenant !== null && set.tenant !== tenant)?.tenant ?? null;
}
