import type { TransactionStatus } from '../../contract/index.ts';
import { statusOf } from '../transaction-status.ts';
import { decode, join, letter, readInt32 } from './bytes.ts';
import type { ReplyBuffer } from './reply-buffer.ts';

const HEADER = 5;
/** DataRow and CopyData: passed through unread. */
const BULK = new Set(['D', 'd'].map(letter));
/** The session user and superuser of PGlite's session are not what the client logged in as. */
const NOT_THE_CLIENTS = new Set(['is_superuser', 'session_authorization']);

/** What the server answered to one Execute or one statement of a simple query. */
export interface Completion {
  /** From the command tag; null where it has no number. */
  readonly rows: number | null;
  readonly tag: string;
}

/** What is known of a reply once it is whole. */
export interface ReplyFacts {
  /** ParseComplete, BindComplete and CloseComplete messages. */
  readonly parsed: number;
  readonly bound: number;
  readonly closed: number;
  readonly completions: readonly Completion[];
  /** SQLSTATE and message of the error that ended it. */
  readonly error: { readonly code: string; readonly message: string } | null;
  /** Null where no ReadyForQuery came: after a Flush, or from a server that died. */
  readonly transaction: TransactionStatus | null;
  /** The CopyInResponse, when it was held back. */
  readonly copyIn: Uint8Array | null;
  /** What ParameterStatus messages said. */
  readonly parameters: ReadonlyMap<string, string>;
}

/**
 * Reads PGlite's reply as it streams in: gathers what goes to the client and takes notes of what
 * it means. Rows are copied and never decoded.
 */
export class ReplyReader {
  readonly #out: ReplyBuffer;
  readonly #holdCopyIn: boolean;
  #rest: Uint8Array = new Uint8Array(0);
  /** Bytes of a bulk message that are still to come. */
  #passing = 0;
  #parsed = 0;
  #bound = 0;
  #closed = 0;
  readonly #completions: Completion[] = [];
  #error: ReplyFacts['error'] = null;
  #transaction: TransactionStatus | null = null;
  #copyIn: Uint8Array | null = null;
  readonly #parameters = new Map<string, string>();

  /** @param holdCopyIn keeps the CopyInResponse from the client, and in the facts */
  constructor(out: ReplyBuffer, holdCopyIn = false) {
    this.#out = out;
    this.#holdCopyIn = holdCopyIn;
  }

  get transaction(): TransactionStatus | null {
    return this.#transaction;
  }

  get parameters(): ReadonlyMap<string, string> {
    return this.#parameters;
  }

  facts(): ReplyFacts {
    return {
      parsed: this.#parsed,
      bound: this.#bound,
      closed: this.#closed,
      completions: this.#completions,
      error: this.#error,
      transaction: this.#transaction,
      copyIn: this.#copyIn,
      parameters: this.#parameters,
    };
  }

  push(chunk: Uint8Array): void {
    let bytes = chunk;
    if (this.#passing > 0) {
      const passed = bytes.subarray(0, this.#passing);
      this.#out.push(passed);
      this.#passing -= passed.length;
      bytes = bytes.subarray(passed.length);
    }
    if (this.#rest.length > 0) {
      bytes = join([this.#rest, bytes]);
      this.#rest = new Uint8Array(0);
    }
    this.#frames(bytes);
  }

  #frames(bytes: Uint8Array): void {
    let at = 0;
    /** Where what was not copied yet begins: kept messages are copied in runs. */
    let from = 0;
    while (at + HEADER <= bytes.length) {
      const end = at + 1 + readInt32(bytes, at + 1);
      const type = bytes[at] ?? 0;
      if (BULK.has(type)) {
        this.#passing = Math.max(0, end - bytes.length);
        at = Math.min(end, bytes.length);
        continue;
      }
      if (end > bytes.length) break;
      if (!this.#note(type, bytes.subarray(at + HEADER, end), bytes.subarray(at, end))) {
        this.#out.push(bytes.subarray(from, at));
        from = end;
      }
      at = end;
    }
    this.#out.push(bytes.subarray(from, at));
    if (at < bytes.length) this.#rest = bytes.slice(at);
  }

  /** @returns whether the client is to see it */
  #note(type: number, body: Uint8Array, whole: Uint8Array): boolean {
    switch (String.fromCharCode(type)) {
      case '1':
        this.#parsed++;
        return true;
      case '2':
        this.#bound++;
        return true;
      case '3':
        this.#closed++;
        return true;
      case 'C': {
        const tag = decode(body.slice(0, -1));
        const count = /(\d+)$/.exec(tag);
        this.#completions.push({ tag, rows: count ? Number(count[1]) : null });
        return true;
      }
      case 'I':
      case 's':
        this.#completions.push({ tag: '', rows: null });
        return true;
      case 'E':
        this.#error ??= readError(body);
        return true;
      case 'G':
        if (!this.#holdCopyIn || this.#copyIn) return true;
        this.#copyIn = whole.slice();
        return false;
      case 'S': {
        const [name = '', value = ''] = decode(body.slice()).split('\0');
        this.#parameters.set(name, value);
        return !NOT_THE_CLIENTS.has(name);
      }
      case 'Z':
        this.#transaction = statusOf(body[0] ?? 0);
        return true;
      default:
        return true;
    }
  }
}

function readError(body: Uint8Array): { code: string; message: string } {
  const fields = decode(body.slice()).split('\0');
  const field = (name: string): string =>
    fields.find((text) => text.startsWith(name))?.slice(1) ?? '';
  return { code: field('C'), message: field('M') };
}
