import type { PgServer } from '../../../src/contract/index.ts';
import { portChannel } from './port-channel.ts';

/** Messages of the protocol, written by hand: what `pg` never sends is here as well. */
const encoder = new TextEncoder();
const decoder = new TextDecoder();

export const bytes = (...parts: readonly (string | Uint8Array | number[])[]): Uint8Array => {
  const all = parts.map((part) =>
    typeof part === 'string' ? encoder.encode(part) : Uint8Array.from(part),
  );
  const joined = new Uint8Array(all.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of all) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
};

export const int32 = (n: number): number[] => [
  (n >>> 24) & 255,
  (n >>> 16) & 255,
  (n >>> 8) & 255,
  n & 255,
];
export const int16 = (n: number): number[] => [(n >>> 8) & 255, n & 255];

/** A message: its letter, its length, its body. */
export const msg = (
  letter: string,
  ...body: readonly (string | Uint8Array | number[])[]
): Uint8Array => {
  const content = bytes(...body);
  return bytes(letter, int32(content.length + 4), content);
};

export const startup = (
  parameters: Readonly<Record<string, string>> = { user: 'app_user', database: 'app' },
  version = 3 << 16,
): Uint8Array => {
  const body = bytes(
    int32(version),
    Object.entries(parameters)
      .map(([name, value]) => `${name}\0${value}\0`)
      .join(''),
    [0],
  );
  return bytes(int32(body.length + 4), body);
};

export const query = (sql: string): Uint8Array => msg('Q', `${sql}\0`);
export const parse = (sql: string, name = ''): Uint8Array =>
  msg('P', `${name}\0${sql}\0`, int16(0));
export const bind = (
  values: readonly (string | null)[] = [],
  { portal = '', statement = '' } = {},
): Uint8Array =>
  msg(
    'B',
    `${portal}\0${statement}\0`,
    int16(0),
    int16(values.length),
    ...values.map((value) =>
      value === null ? int32(-1) : bytes(int32(encoder.encode(value).length), value),
    ),
    int16(0),
  );
export const describePortal = (portal = ''): Uint8Array => msg('D', `P${portal}\0`);
export const execute = (rows = 0, portal = ''): Uint8Array => msg('E', `${portal}\0`, int32(rows));
export const closeStatement = (name: string): Uint8Array => msg('C', `S${name}\0`);
export const sync = msg('S');
export const flush = msg('H');
export const terminate = msg('X');
export const copyData = (text: string): Uint8Array => msg('d', text);
export const copyDone = msg('c');
export const copyFail = (reason: string): Uint8Array => msg('f', `${reason}\0`);

/** A message of the server. */
export interface Reply {
  readonly type: string;
  readonly body: Uint8Array;
  /** Its body as text, zero bytes shown as `|`. */
  readonly text: string;
}

/** The fields of an ErrorResponse or NoticeResponse. */
export const fields = (reply: Reply | undefined): Record<string, string> =>
  Object.fromEntries(
    (reply?.text ?? '')
      .split('|')
      .filter((field) => field !== '')
      .map((field) => [field.slice(0, 1), field.slice(1)]),
  );

let next = 100_000;

/** A client that speaks bytes. */
export class RawClient {
  readonly id = next++;
  readonly #port: MessagePort;
  readonly replies: Reply[] = [];
  /** Messages of the channel that brought bytes. */
  posts = 0;
  #rest = new Uint8Array(0);
  #wake: () => void = () => undefined;
  ended = false;
  /** Single bytes before the protocol: answers to SSLRequest. */
  #plain = 0;
  plain = '';

  constructor(server: PgServer) {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.addEventListener('message', ({ data }: MessageEvent<Uint8Array | null>) => {
      this.#take(data);
    });
    port1.start();
    server.accept(this.id, portChannel(port2));
  }

  /** A client that is logged in. */
  static async open(server: PgServer, parameters?: Record<string, string>): Promise<RawClient> {
    const client = new RawClient(server);
    client.send(startup(parameters));
    await client.until('Z');
    client.replies.length = 0;
    return client;
  }

  send(...parts: readonly Uint8Array[]): void {
    this.#port.postMessage(bytes(...parts));
  }

  post(message: unknown): void {
    this.#port.postMessage(message);
  }

  /** Asks for encryption: the answer is one byte. */
  async askEncryption(code: number): Promise<string> {
    this.#plain++;
    this.send(bytes(int32(8), int32((1234 << 16) | code)));
    await this.#when(() => this.#plain === 0 || this.ended);
    return this.plain;
  }

  /** Waits until a message of this type is among the replies, or the end. */
  async until(type: string, count = 1): Promise<Reply[]> {
    await this.#when(
      () => this.ended || this.replies.filter((reply) => reply.type === type).length >= count,
    );
    return this.replies;
  }

  /** Waits for the end. */
  async end(): Promise<Reply[]> {
    await this.#when(() => this.ended);
    return this.replies;
  }

  /** Sends, waits for ReadyForQuery, and takes what came, as letters. */
  async ask(...parts: readonly Uint8Array[]): Promise<Reply[]> {
    this.replies.length = 0;
    this.send(...parts);
    await this.until('Z');
    return this.replies.slice();
  }

  async #when(done: () => boolean): Promise<void> {
    while (!done()) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #take(data: Uint8Array | null): void {
    if (data === null) this.ended = true;
    else if (this.#plain > 0) {
      this.#plain--;
      this.plain += decoder.decode(data);
    } else {
      this.posts++;
      this.#parse(bytes(this.#rest, data));
    }
    this.#wake();
  }

  #parse(all: Uint8Array): void {
    const view = new DataView(all.buffer);
    let at = 0;
    while (at + 5 <= all.length) {
      const end = at + 1 + view.getInt32(at + 1);
      if (end > all.length) break;
      const body = all.slice(at + 5, end);
      const type = String.fromCharCode(all[at] ?? 0);
      this.replies.push({ type, body, text: decoder.decode(body).replaceAll('\0', '|') });
      at = end;
    }
    this.#rest = all.slice(at);
  }
}

/** The letters of replies, in order. */
export const letters = (replies: readonly Reply[]): string =>
  replies.map((reply) => reply.type).join('');
