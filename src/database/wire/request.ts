import type { WireMark } from '../../contract/index.ts';
import { cstring, int32, join, message } from './bytes.ts';
import type { Frame } from './frame-reader.ts';
import type { FrontendStep } from './frontend-step.ts';

/** One message of a client, understood. */
export interface ClientMessage {
  readonly frame: Frame;
  readonly step: FrontendStep;
}

/** Messages up to one that wants an answer, and so are sent to PostgreSQL together. */
export interface Cycle {
  readonly kind: 'cycle';
  readonly messages: readonly ClientMessage[];
  /** Ends in ReadyForQuery; a Flush does not. */
  readonly closes: boolean;
}

/** Why a client goes, and what it is told. */
export interface Departure {
  readonly kind: 'end';
  readonly reason: 'terminate' | 'closed' | 'protocol' | 'query_wait_timeout' | 'died';
  /** An ErrorResponse for it; null where it left by itself. */
  readonly farewell: Uint8Array | null;
}

/** What a client asks of the pooler, in its order. */
export type Request =
  | Cycle
  | { readonly kind: 'copy'; readonly message: ClientMessage }
  | { readonly kind: 'mark'; readonly mark: WireMark }
  | Departure;

/** COPY … FROM STDIN as the first statement of a text, comments aside. */
const COPY_IN = /^(?:\s|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*copy\b[\s\S]*\bfrom\s+stdin\b/i;

export const isCopyIn = (sql: string): boolean => COPY_IN.test(sql);

/** A statement that may want data from the client holds this word. */
export const mentionsCopy = (sql: string): boolean => /copy/i.test(sql);

/**
 * Behind a statement that may ask for data: PGlite waits for ever for what is not in the same call.
 * Anything else ignores it. Source: PostgreSQL documentation, "COPY Operations".
 */
export const COPY_FAIL = message(
  'f',
  cstring('COPY FROM STDIN is served only as a simple query of its own'),
);

/** The bytes of a cycle for PostgreSQL. @param knownNotToCopy of the portal of an Execute */
export function cycleBytes(
  messages: readonly ClientMessage[],
  knownNotToCopy: (portal: string) => boolean,
): Uint8Array {
  const parts: Uint8Array[] = [];
  let plain = true;
  for (const { frame, step } of messages) {
    parts.push(frame.bytes);
    const mayCopy =
      step.kind === 'query'
        ? mentionsCopy(step.sql)
        : step.kind === 'execute' && !knownNotToCopy(step.portal);
    if (!mayCopy) continue;
    parts.push(COPY_FAIL);
    plain = false;
  }
  return (plain ? contiguous(parts) : null) ?? join(parts);
}

/** Messages that came in one chunk lie side by side, and need not be copied. */
function contiguous(parts: readonly Uint8Array[]): Uint8Array | null {
  const [first] = parts;
  if (!first) return null;
  let end = first.byteOffset;
  for (const part of parts) {
    if (part.buffer !== first.buffer || part.byteOffset !== end) return null;
    end += part.length;
  }
  return new Uint8Array(first.buffer, first.byteOffset, end - first.byteOffset);
}

const CLOSING = new Set(['query', 'sync', 'call']);

/** Beyond this, messages go to PostgreSQL before a Sync asks for it. */
const PATIENCE_BYTES = 4 * 1024 * 1024;

/** Puts messages together into cycles. */
export class CycleBuilder {
  #messages: ClientMessage[] = [];
  #bytes = 0;

  /** @returns a cycle that is complete with this message */
  add(message: ClientMessage): Cycle | null {
    this.#messages.push(message);
    this.#bytes += message.frame.bytes.length;
    const closes = CLOSING.has(message.step.kind);
    if (!closes && message.step.kind !== 'flush' && this.#bytes < PATIENCE_BYTES) return null;
    const cycle: Cycle = { kind: 'cycle', messages: this.#messages, closes };
    this.#messages = [];
    this.#bytes = 0;
    return cycle;
  }
}

export const SYNC = message('S');

/**
 * For a client that left before its Sync, which would commit: an Execute of a portal that is not
 * there ends the transaction with an error.
 */
export const ABANDON = join([message('E', cstring('leakproof_nothing'), int32(0)), SYNC]);
