import { channelOf, type Channel, type HostRequest } from '../../../src/contract/index.ts';
import { createSandboxHost, type SandboxHostOptions } from '../../../src/sandbox/index.ts';
import type { SandboxHost } from '../../../src/contract/index.ts';

/** What a realm does with a request; the test plays it. */
export type Script = (request: Record<string, unknown>, realm: FakeRealm) => void;

/** The far end of a control channel, in the test's hands. */
export interface FakeRealm {
  /** Says anything at all. */
  say(message: unknown): void;
  /** Opens a connection, and gives its far end. */
  connect(connection: number): Channel;
  /** Its host says that it is gone. */
  die(reason: string): void;
}

export interface FakeHost {
  readonly host: SandboxHost;
  /** Numbers of the realms that were asked for, and of those that were killed, in order. */
  readonly spawned: number[];
  readonly killed: number[];
  readonly realms: FakeRealm[];
}

/**
 * A sandbox host whose realms are played by the test, over real channels: what no runtime would
 * ever say can be said, as by a program that took its realm over.
 * @param script plays every realm; the default says `ready` and answers nothing
 */
export function openFakeHost(
  script: Script = () => undefined,
  options: SandboxHostOptions & { readonly silent?: true } = {},
): FakeHost {
  const { silent, ...patience } = options;
  const { port1, port2 } = new MessageChannel();
  const near = channelOf(port2);
  const [spawned, killed, realms]: [number[], number[], FakeRealm[]] = [[], [], []];
  near.onMessage((message, [port]) => {
    const { kind, realm } = message as HostRequest;
    if (kind === 'kill') {
      killed.push(realm);
      return;
    }
    spawned.push(realm);
    if (!port) throw new Error('No port came with it.');
    const control = channelOf(port);
    const fake: FakeRealm = {
      say: (said) => control.post(said),
      connect: (connection) => {
        const pair = new MessageChannel();
        control.post({ kind: 'connect', connection, host: 'h', port: 5432 }, [pair.port2]);
        return channelOf(pair.port1);
      },
      die: (reason) => near.post({ kind: 'ended', realm, reason }),
    };
    realms.push(fake);
    control.onMessage((request) => script(request as Record<string, unknown>, fake));
    if (!silent) fake.say({ kind: 'ready' });
  });
  return { host: createSandboxHost(channelOf(port1), patience), spawned, killed, realms };
}
