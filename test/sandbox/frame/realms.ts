/** Realms without a runtime, started through a real frame. */
import frameHash from '../../../.engine/frame/frame.sha256?raw';
import frameText from '../../../.engine/frame/frame.js?raw';
import { HostReply, type HostRequest } from '../../../src/contract/index.ts';
import type { FrameHost, FrameScript } from '../../../src/sandbox/frame/index.ts';
import { deferred, type Deferred } from '../../support/deferred.ts';

export const FRAME: FrameScript = { text: frameText, hash: frameHash };

/** The other end of a host's line, as a database worker has it. */
export interface Asker {
  /** Starts a realm and returns the port of its control channel. */
  spawn(realm: number): MessagePort;
  kill(realm: number): void;
  /** Resolves with the reason when this realm is said to have ended. */
  ended(realm: number): Promise<string>;
}

/** A line of a host, as the tests hold it: the worker's port is on this side. */
export type Line = ReturnType<FrameHost['connect']>;

export function askerOf({ port }: Line): Asker {
  const reasons = new Map<number, Deferred<string>>();
  const reasonOf = (realm: number): Deferred<string> => {
    const known = reasons.get(realm) ?? deferred<string>();
    reasons.set(realm, known);
    return known;
  };
  port.onmessage = (event: MessageEvent<unknown>) => {
    const { realm, reason } = HostReply.parse(event.data);
    reasonOf(realm).resolve(reason);
  };
  return {
    spawn(realm) {
      const { port1, port2 } = new MessageChannel();
      port.postMessage({ kind: 'spawn', realm } satisfies HostRequest, [port2]);
      return port1;
    },
    kill(realm) {
      port.postMessage({ kind: 'kill', realm } satisfies HostRequest);
    },
    ended: (realm) => reasonOf(realm).promise,
  };
}

/** Sends code to a bare realm and resolves with what it says. */
export function say(control: MessagePort, code: string): Promise<string> {
  return new Promise((resolve) => {
    control.onmessage = (event: MessageEvent<string>) => {
      resolve(event.data);
    };
    control.postMessage(code);
  });
}
