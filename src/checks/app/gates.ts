import type { Gate, PoolerOptions, Sandbox } from '../../contract/index.ts';

/** A reply that waits to be let through. */
export interface WaitingReply {
  /** The connection it waits on; null for a reply of the cache or of a file. */
  readonly connection: number | null;
  /** The call it serves, where the realm told. */
  readonly call: number | null;
  readonly what: string;
  readonly release: () => void;
}

/** Holds back the server's replies until they are let through, or until it is opened for good. */
export class ServerGate {
  #waiting: WaitingReply[] = [];
  #open = false;

  /** What the pooler asks before each reply. */
  readonly ask: NonNullable<PoolerOptions['gate']> = ({ client, sql }) =>
    this.#open
      ? Promise.resolve()
      : new Promise((resolve) => {
          const reply: WaitingReply = {
            connection: client,
            call: null,
            what: sql,
            release: () => {
              this.#waiting = this.#waiting.filter((other) => other !== reply);
              resolve();
            },
          };
          this.#waiting.push(reply);
        });

  /** In the order in which they came. */
  get waiting(): readonly WaitingReply[] {
    return this.#waiting;
  }

  /** Lets everything through, from now on. */
  open(): void {
    this.#open = true;
    for (const reply of this.#waiting) reply.release();
  }
}

/** The replies of cache and files that a settled realm holds back. */
export const realmReplies = (sandbox: Sandbox, gates: readonly Gate[]): WaitingReply[] =>
  gates.map(({ gate, call, what }) => ({
    connection: null,
    call,
    what,
    release: () => {
      sandbox.release(gate);
    },
  }));
