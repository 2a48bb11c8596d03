import type { Bridge } from '../../runtime/bridge.ts';
import type { Control } from './control.ts';

type Sockets = Pick<Bridge, 'connect' | 'send' | 'mark' | 'onData'>;

interface ClosablePort extends MessagePort {
  onclose: (() => void) | null;
}

interface Socket {
  readonly port: MessagePort;
  /** Each side says once that it is done; after both the port is closed. */
  endedHere: boolean;
  endedThere: boolean;
}

// Captured: the learner's code runs in this realm, and the runtime takes most globals away.
const Channel = MessageChannel;
const Bytes = Uint8Array;

/** Sockets as ports: one pair each, whose other end goes to the database's worker. */
export function createSockets(control: Control): Sockets {
  // No Map: its methods can be replaced by the learner's code, which would be handed the ports.
  const sockets = Object.create(null) as Record<number, Socket | undefined>;
  let listen: (connection: number, bytes: Uint8Array | null) => void = () => undefined;

  function finish(connection: number, socket: Socket): void {
    if (!socket.endedHere || !socket.endedThere) return;
    socket.port.close();
    sockets[connection] = undefined;
  }

  function endThere(connection: number, socket: Socket): void {
    if (socket.endedThere) return;
    socket.endedThere = true;
    listen(connection, null);
    finish(connection, socket);
  }

  return {
    connect(connection, host, port) {
      const { port1, port2 } = new Channel();
      const socket: Socket = { port: port1, endedHere: false, endedThere: false };
      sockets[connection] = socket;
      port1.onmessage = ({ data }: MessageEvent<Uint8Array | null>) => {
        if (data === null) endThere(connection, socket);
        else if (!socket.endedThere) listen(connection, data);
      };
      // Where the browser tells, as Chromium does: the other end is gone without a word. By this
      // name, since the runtime takes addEventListener off everything.
      (port1 as ClosablePort).onclose = () => {
        endThere(connection, socket);
      };
      control.connect(connection, host, port, port2);
    },
    send(connection, bytes) {
      const socket = sockets[connection];
      if (socket === undefined || socket.endedHere) return;
      // A copy: what is given may be a view of something large, which would travel whole.
      socket.port.postMessage(bytes === null ? null : new Bytes(bytes));
      if (bytes !== null) return;
      socket.endedHere = true;
      finish(connection, socket);
    },
    mark(connection, mark, call) {
      sockets[connection]?.port.postMessage({ mark, call });
    },
    onData(listener) {
      listen = listener;
    },
  };
}
