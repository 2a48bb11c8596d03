import type { Column, SqlError, StatementResult, TransactionStatus } from '../contract/index.ts';
import { statusOf } from './transaction-status.ts';

/** Message types of the backend, by their first byte. Source: PostgreSQL, "Message Formats". */
const letterCode = (letter: string): number => letter.charCodeAt(0);
const ROW_DESCRIPTION = letterCode('T');
const DATA_ROW = letterCode('D');
const COMMAND_COMPLETE = letterCode('C');
const EMPTY_QUERY = letterCode('I');
const ERROR_RESPONSE = letterCode('E');
const NOTICE_RESPONSE = letterCode('N');
const PARAMETER_STATUS = letterCode('S');
const READY_FOR_QUERY = letterCode('Z');

const HEADER_BYTES = 5;

/** One for all: each answer has a reader of its own, and to make a decoder takes longer than its use. */
const decoder = new TextDecoder();
const NOTHING = new Uint8Array(0);

/**
 * Reads the backend's answer to one simple query as it streams in. Rows beyond `maxRows` of a
 * statement are counted by their headers and never decoded, so that a million rows cost little.
 */
export class BackendReader {
  readonly statements: StatementResult[] = [];
  readonly notices: SqlError[] = [];
  error: SqlError | null = null;
  /** Null until ReadyForQuery came; if it never comes, the session has died. */
  transaction: TransactionStatus | null = null;
  /** What ParameterStatus messages said, from a server that was told to send them. */
  readonly parameters = new Map<string, string>();

  #rest: Uint8Array = NOTHING;
  #columns: Column[] = [];
  #rows: (string | null)[][] = [];
  readonly #maxRows: number;

  constructor(maxRows: number) {
    this.#maxRows = maxRows;
  }

  /** Takes the next bytes. They may be overwritten by the caller afterwards. */
  push(chunk: Uint8Array): void {
    const bytes = this.#rest.length === 0 ? chunk : concat(this.#rest, chunk);
    let at = 0;
    while (at + HEADER_BYTES <= bytes.length) {
      const end = at + 1 + readInt32(bytes, at + 1);
      if (end > bytes.length) break;
      this.#message(bytes[at] ?? 0, bytes.subarray(at + HEADER_BYTES, end));
      at = end;
    }
    this.#rest = at === bytes.length ? NOTHING : bytes.slice(at);
  }

  #message(type: number, body: Uint8Array): void {
    switch (type) {
      case ROW_DESCRIPTION:
        this.#columns = this.#readColumns(body);
        this.#rows = [];
        return;
      case DATA_ROW:
        if (this.#rows.length < this.#maxRows) this.#rows.push(this.#readRow(body));
        return;
      case COMMAND_COMPLETE:
        this.#complete(this.#readString(body, 0).text);
        return;
      case EMPTY_QUERY:
        this.#columns = [];
        return;
      case ERROR_RESPONSE:
        this.error ??= this.#readFields(body);
        return;
      case NOTICE_RESPONSE:
        this.notices.push(this.#readFields(body));
        return;
      case PARAMETER_STATUS: {
        const name = this.#readString(body, 0);
        this.parameters.set(name.text, this.#readString(body, name.next).text);
        return;
      }
      case READY_FOR_QUERY:
        this.transaction = statusOf(body[0] ?? 0);
        return;
      default:
        // NotificationResponse and COPY data say nothing about a result.
        return;
    }
  }

  #complete(tag: string): void {
    const count = /(\d+)$/.exec(tag);
    this.statements.push({
      tag,
      rowCount: count ? Number(count[1]) : null,
      columns: this.#columns,
      rows: this.#rows,
    });
    this.#columns = [];
    this.#rows = [];
  }

  #readColumns(body: Uint8Array): Column[] {
    const columns: Column[] = [];
    let at = 2;
    for (let n = readInt16(body, 0); n > 0; n--) {
      const name = this.#readString(body, at);
      columns.push({ name: name.text, type: readInt32(body, name.next + 6) });
      // table oid 4, attribute 2, type oid 4, size 2, modifier 4, format 2
      at = name.next + 18;
    }
    return columns;
  }

  #readRow(body: Uint8Array): (string | null)[] {
    const values: (string | null)[] = [];
    let at = 2;
    for (let n = readInt16(body, 0); n > 0; n--) {
      const length = readInt32(body, at);
      at += 4;
      values.push(length < 0 ? null : decoder.decode(body.slice(at, at + length)));
      at += Math.max(length, 0);
    }
    return values;
  }

  /** Fields of an ErrorResponse or NoticeResponse. Source: "Error and Notice Message Fields". */
  #readFields(body: Uint8Array): SqlError {
    const fields = new Map<string, string>();
    let at = 0;
    while ((body[at] ?? 0) !== 0) {
      const letter = String.fromCharCode(body[at] ?? 0);
      const value = this.#readString(body, at + 1);
      fields.set(letter, value.text);
      at = value.next;
    }
    const error: SqlError = {
      severity: fields.get('V') ?? fields.get('S') ?? 'ERROR',
      code: fields.get('C') ?? 'XX000',
      message: fields.get('M') ?? '',
    };
    const [detail, hint, position, where] = ['D', 'H', 'P', 'W'].map((key) => fields.get(key));
    if (detail !== undefined) error.detail = detail;
    if (hint !== undefined) error.hint = hint;
    if (position !== undefined) error.position = Number(position);
    if (where !== undefined) error.where = where;
    return error;
  }

  #readString(bytes: Uint8Array, from: number): { text: string; next: number } {
    const end = bytes.indexOf(0, from);
    if (end < 0) throw new RangeError('A string of the backend has no end');
    return { text: decoder.decode(bytes.slice(from, end)), next: end + 1 };
  }
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}

const readInt16 = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);

const readInt32 = (bytes: Uint8Array, at: number): number =>
  (readInt16(bytes, at) << 16) | readInt16(bytes, at + 2);
