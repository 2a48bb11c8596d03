import { LeakproofError, type Channel, type PgServer } from '../../contract/index.ts';

/** Milliseconds in which what was posted arrives. */
const ARRIVAL = 5_000;

interface Line {
  /** Messages that came from the program, and that went to it. */
  came: number;
  went: number;
  /** Either end said that it is over: nothing more is to be waited for. */
  over: boolean;
}

/** Counts what goes through the connections of one start, so that its two ends can be compared. */
export class Lines {
  readonly #lines = new Map<number, Line>();
  #onChange: () => void = () => undefined;

  /** Hands a connection to the server. */
  open(server: PgServer, connection: number, channel: Channel): void {
    const line: Line = { came: 0, went: 0, over: false };
    this.#lines.set(connection, line);
    const end = (): void => {
      line.over = true;
      this.#onChange();
    };
    server.accept(connection, {
      post: (message, ports) => {
        line.went++;
        channel.post(message, ports);
        if (message === null) end();
      },
      onMessage: (listener) => {
        channel.onMessage((message, ports) => {
          line.came++;
          listener(message, ports);
          if (message === null) end();
          else this.#onChange();
        });
      },
      close: () => {
        channel.close();
        end();
      },
    });
  }

  /**
   * Waits until everything that the program says it sent has come.
   * @throws LeakproofError `harness-fault` where it does not come
   */
  async haveCome(sent: ReadonlyMap<number, number>): Promise<void> {
    const late = (): boolean =>
      this.#some((line, connection) => line.came < (sent.get(connection) ?? 0));
    if (!late()) return;
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(lost());
      }, ARRIVAL);
      this.#onChange = () => {
        if (late()) return;
        clearTimeout(timer);
        resolve();
      };
    }).finally(() => {
      this.#onChange = () => undefined;
    });
  }

  /**
   * Whether the program has received everything that was sent to it: also the end, for which a
   * program that closes its connection waits.
   */
  haveArrived(received: ReadonlyMap<number, number>): boolean {
    return [...this.#lines].every(
      ([connection, line]) => line.went <= (received.get(connection) ?? 0),
    );
  }

  /** A realm knows connections of earlier starts as well: only these count. */
  #some(test: (line: Line, connection: number) => boolean): boolean {
    for (const [connection, line] of this.#lines) {
      if (!line.over && test(line, connection)) return true;
    }
    return false;
  }
}

function lost(): LeakproofError {
  return new LeakproofError({
    code: 'harness-fault',
    message: `A message between the sandbox and the server did not arrive within ${ARRIVAL / 1000} seconds.`,
  });
}
