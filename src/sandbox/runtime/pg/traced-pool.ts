import RealPool from 'pg-pool';
import { weakGet, weakSet } from '../core/captured.ts';
import { carryCall, currentCall } from '../core/context.ts';
import { trace } from '../core/trace.ts';
import { NamesPlaces } from './query-places.ts';
import { Socket } from './socket.ts';

interface Client {
  readonly connection?: { readonly stream?: unknown };
}
type Callback = (error: Error | undefined, client?: Client, release?: unknown) => void;

/** The call that holds each pooled client. */
const holders = new WeakMap<Client, { readonly call: number | null }>();

/**
 * The pool of `pg-pool`, which also says which call holds which connection: in the trace, and as a
 * mark on the connection between the bytes of one holder and the next. Also its errors name the
 * learner's line that asked.
 */
export default class TracedPool extends RealPool {
  constructor(...args: unknown[]) {
    super(...args);
    this.on('release', (_error: unknown, client: Client) => {
      const holder = weakGet(holders, client);
      if (holder === undefined) return;
      holders.delete(client);
      note('release', client, holder.call);
    });
  }

  override connect(callback?: Callback): unknown {
    if (typeof callback === 'function') return super.connect(handingOver(callback));
    const places = new NamesPlaces();
    return new this.Promise((resolve, reject) => {
      const settle: Callback = (error, client) => {
        if (error) reject(places.name(error));
        else resolve(client);
      };
      super.connect(handingOver(settle));
    });
  }

  override query(text: unknown, values?: unknown, callback?: unknown): unknown {
    const given = typeof values === 'function' ? values : callback;
    const parameters = typeof values === 'function' ? undefined : values;
    if (typeof text === 'function') return super.query(text, values, callback);
    if (typeof given === 'function') {
      return super.query(text, parameters, carryCall(given as Callback));
    }
    const places = new NamesPlaces();
    return new this.Promise((resolve, reject) => {
      super.query(text, parameters, (error: Error | undefined, result: unknown) => {
        if (error) reject(places.name(error));
        else resolve(result);
      });
    });
  }
}

function handingOver(callback: Callback): Callback {
  const call = currentCall();
  const inCall = carryCall(callback);
  return (error, client, release) => {
    if (!error && client !== undefined) {
      weakSet(holders, client, { call });
      note('checkout', client, call);
    }
    inCall(error, client, release);
  };
}

function note(kind: 'checkout' | 'release', client: Client, call: number | null): void {
  const connection = Socket.connectionOf(client.connection?.stream);
  if (connection === null) return;
  trace({ kind, call, connection });
  Socket.mark(connection, kind, call);
}
