import { bare } from './bare.ts';

const { parse, stringify } = JSON;

/** The realm's control channel. Its port comes when the realm is taken; until then replies wait. */
export interface Control {
  attach(port: MessagePort): void;
  /** @param reply JSON of a SandboxReply */
  post(reply: string): void;
  /** A socket's port goes with its message. */
  connect(connection: number, host: string, port: number, end: MessagePort): void;
  onRequest(listener: (request: string) => void): void;
}

/** Replies in order, as links: the learner's code can replace what arrays inherit. */
interface Waiting {
  readonly reply: unknown;
  next: Waiting | null;
}

export function createControl(): Control {
  let control: MessagePort | null = null;
  let first: Waiting | null = null;
  let last: Waiting | null = null;
  let listen: (request: string) => void = () => undefined;
  return {
    attach(port) {
      control = port;
      for (let waiting = first; waiting !== null; waiting = waiting.next) {
        port.postMessage(waiting.reply);
      }
      first = last = null;
      port.onmessage = (event: MessageEvent<unknown>) => {
        listen(stringify(bare(event.data)));
      };
    },
    post(reply) {
      const data: unknown = parse(reply);
      if (control !== null) {
        control.postMessage(data);
        return;
      }
      const waiting: Waiting = { reply: data, next: null };
      if (last === null) first = waiting;
      else last.next = waiting;
      last = waiting;
    },
    connect(connection, host, port, end) {
      control?.postMessage({ kind: 'connect', connection, host, port }, [end]);
    },
    onRequest(listener) {
      listen = listener;
    },
  };
}
