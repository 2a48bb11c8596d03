import {
  toFault,
  LeakproofError,
  type Channel,
  type FaultCode,
  type Program,
  type Sandbox,
  type SandboxHost,
  type SandboxWorld,
} from '../../contract/index.ts';

/** Faults that leave the realm as good as before: `cancelled` is a call that a new load left behind. */
const HARMLESS: readonly FaultCode[] = ['program-error', 'cancelled'];

/** Told of every connection that a program opens. */
export type OnConnect = (connection: number, port: Channel) => void;

/** Keeps one realm for a run: loads programs into it, and starts another where it ended. */
export class Realm {
  readonly #host: SandboxHost | null;
  #sandbox: Promise<Sandbox> | null = null;
  #used = false;
  #onConnect: OnConnect = () => undefined;

  constructor(host: SandboxHost | null) {
    this.#host = host;
  }

  /**
   * A fresh start of a program.
   * @param onConnect told of its connections until the next load
   * @throws LeakproofError `sandbox-failed`, and as {@link Sandbox.load}; `program-ended` where what
   *   is to be kept ended with the realm: in another one everything would seem to be lost
   */
  async load(program: Program, world: SandboxWorld, onConnect: OnConnect): Promise<Sandbox> {
    this.#onConnect = onConnect;
    const keeps = world.stores === 'kept';
    if (keeps && !this.#used) throw nothingKept();
    // A realm that was used may have ended since, by what was left running in it.
    const mayHaveEnded = this.#used;
    this.#used = true;
    try {
      return await this.#load(program, world);
    } catch (thrown) {
      if (!this.lose(thrown) || !mayHaveEnded || keeps) throw thrown;
    }
    try {
      return await this.#load(program, world);
    } catch (thrown) {
      this.lose(thrown);
      throw thrown;
    }
  }

  async #load(program: Program, world: SandboxWorld): Promise<Sandbox> {
    const sandbox = await this.#start();
    await sandbox.load(program, world);
    return sandbox;
  }

  /** Tells of a fault: where the realm did not survive it, the next load gets another. */
  lose(thrown: unknown): boolean {
    if (HARMLESS.includes(toFault(thrown).code)) return false;
    this.end();
    return true;
  }

  /** Ends the realm, whatever it does. */
  end(): void {
    this.#sandbox?.then(
      (sandbox) => {
        sandbox.kill();
      },
      () => undefined,
    );
    this.#sandbox = null;
    this.#used = false;
  }

  #start(): Promise<Sandbox> {
    this.#sandbox ??= this.#open();
    return this.#sandbox;
  }

  async #open(): Promise<Sandbox> {
    if (!this.#host) throw noHost();
    const sandbox = await this.#host.start();
    sandbox.onConnect((connection, port) => {
      this.#onConnect(connection, port);
    });
    return sandbox;
  }
}

function nothingKept(): LeakproofError {
  return new LeakproofError({
    code: 'program-ended',
    message: 'The program cannot start again with what it kept: its process has ended.',
  });
}

function noHost(): LeakproofError {
  return new LeakproofError({
    code: 'sandbox-failed',
    message: 'There is no sandbox here in which TypeScript could run.',
  });
}
