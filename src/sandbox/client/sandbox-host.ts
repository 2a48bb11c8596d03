import {
  channelOf,
  HostReply,
  type Channel,
  type Fault,
  type HostRequest,
  type MessagePortLike,
  type Sandbox,
  type SandboxHost,
} from '../../contract/index.ts';
import { Realm, type Patience } from './realm.ts';
import * as say from './sentences.ts';

/** Long for a start, which a slow machine may need; for an answer as long as anybody would wait. */
const PATIENCE: Patience = { start: 30_000, answer: 5_000, grace: 1_000 };

/** What differs from the usual patience, and where there is more of the sandbox's bundle. */
export interface SandboxHostOptions extends Partial<Patience> {
  /** The text of one of the bundle's chunks, such as `mcp`, by its name. */
  readonly loadChunk?: (name: string) => Promise<string>;
  /** Two ports that are joined: a MessageChannel unless given. */
  readonly openPair?: () => { readonly port1: MessagePortLike; readonly port2: MessagePortLike };
}

/**
 * Starts realms through a host, and holds them to their deadlines. When one is late with an
 * answer another is started ahead, so that ending the first costs no more than the wait for it.
 * @param host the way to whoever can start realms; speaks HostRequest and HostReply
 */
export function createSandboxHost(host: Channel, options: SandboxHostOptions = {}): SandboxHost {
  const { loadChunk = noChunks, openPair = () => new MessageChannel(), ...patience } = options;
  const times = { ...PATIENCE, ...patience };
  const realms = new Map<number, Realm>();
  let ahead: Realm | undefined;
  let lastRealm = 0;

  function spawn(): Realm {
    const id = ++lastRealm;
    const { port1, port2 } = openPair();
    const realm = new Realm(channelOf(port1), times, {
      loadChunk,
      onWorry: prepare,
      onEnd: () => {
        realms.delete(id);
        if (ahead === realm) ahead = undefined;
        host.post({ kind: 'kill', realm: id } satisfies HostRequest);
      },
    });
    realms.set(id, realm);
    host.post({ kind: 'spawn', realm: id } satisfies HostRequest, [port2]);
    return realm;
  }

  function prepare(): void {
    ahead ??= spawn();
  }

  function endAll(why: Fault): void {
    for (const realm of [...realms.values()]) realm.end(why);
  }

  host.onMessage((message) => {
    const reply = HostReply.safeParse(message);
    if (reply.success) realms.get(reply.data.realm)?.died(reply.data.reason);
    else endAll(say.didNotStart('its host sent a message nobody understands'));
  });

  return {
    prepare,
    async start(): Promise<Sandbox> {
      const realm = ahead ?? spawn();
      ahead = undefined;
      await realm.ready;
      return realm;
    },
  };
}

const noChunks = (): Promise<never> => Promise.reject(new Error('it is not to be had here'));
