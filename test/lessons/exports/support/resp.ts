/** What a Redis server answers with, in version 2 of its protocol. */
export type Reply =
  | string
  | number
  | null
  | readonly Reply[]
  | { readonly status: string }
  | { readonly error: string };

const END = '\r\n';

/**
 * Cuts what a client sends into commands: arrays of bulk strings, which may come in pieces. Keys
 * and values are read as UTF-8.
 * Source: Redis, "RESP protocol specification".
 */
export class CommandReader {
  #pending: Buffer = Buffer.alloc(0);

  /** The commands that are complete with these bytes. @throws for what is no command */
  read(bytes: Uint8Array): string[][] {
    this.#pending = Buffer.concat([this.#pending, bytes]);
    const commands: string[][] = [];
    for (let next = this.#next(); next !== null; next = this.#next()) commands.push(next);
    return commands;
  }

  #next(): string[] | null {
    const head = this.#header('*', 0);
    if (head === null) return null;
    let { end } = head;
    const parts: string[] = [];
    while (parts.length < head.value) {
      const bulk = this.#header('$', end);
      if (bulk === null || this.#pending.length < bulk.end + bulk.value + END.length) return null;
      end = bulk.end + bulk.value;
      parts.push(this.#pending.toString('utf8', bulk.end, end));
      end += END.length;
    }
    this.#pending = this.#pending.subarray(end);
    return parts;
  }

  /** A sign, a number and the end of a line: null where the line is not there yet. */
  #header(sign: string, from: number): { readonly value: number; readonly end: number } | null {
    const at = this.#pending.indexOf(END, from);
    if (at < 0) return null;
    const line = this.#pending.toString('latin1', from, at);
    if (!line.startsWith(sign) || !/^\d+$/.test(line.slice(1)))
      throw new Error(`No command begins with ${JSON.stringify(line)}.`);
    return { value: Number(line.slice(1)), end: at + END.length };
  }
}

/** A reply as it goes over the wire. */
export function encoded(reply: Reply): string {
  if (reply === null) return `$-1${END}`;
  if (typeof reply === 'string') return `$${Buffer.byteLength(reply)}${END}${reply}${END}`;
  if (typeof reply === 'number') return `:${reply}${END}`;
  if ('status' in reply) return `+${reply.status}${END}`;
  if ('error' in reply) return `-${reply.error}${END}`;
  return `*${reply.length}${END}${reply.map(encoded).join('')}`;
}
