import { COPY_FAIL, type ClientMessage, type Cycle, type Departure } from '../wire/request.ts';
import { join } from '../wire/bytes.ts';
import { fatal } from '../wire/replies.ts';
import type { ReplyBuffer } from '../wire/reply-buffer.ts';
import { ReplyReader, type ReplyFacts } from '../wire/reply-reader.ts';
import type { PoolClient } from './pool-client.ts';
import type { ServerSession } from './server-session.ts';

/**
 * COPY … FROM STDIN. PGlite takes the data only in the call that brings the statement, and a
 * client sends none before it is asked. So the statement is tried with no data first, for the
 * server's own refusal or its CopyInResponse, and undone; then the data is gathered; then both are
 * sent together.
 */

/** Data that is gathered before it is sent. */
const MOST = 64 * 1024 * 1024;
const SAVEPOINT = 'leakproof_copy';

/** Tries the statement. @returns its refusal; null when the client is in COPY now */
export async function startCopy(
  session: ServerSession,
  client: PoolClient,
  query: ClientMessage,
  out: ReplyBuffer,
): Promise<ReplyFacts | null> {
  const inTransaction = client.transaction === 'open';
  if (inTransaction) await session.run(`SAVEPOINT ${SAVEPOINT}`);
  const reader = new ReplyReader(out, true);
  await session.exchange(join([query.frame.bytes, COPY_FAIL]), reader, true);
  const facts = reader.facts();
  if (!facts.copyIn || query.step.kind !== 'query') return facts;
  out.take();
  if (inTransaction) await session.run(`ROLLBACK TO ${SAVEPOINT}; RELEASE ${SAVEPOINT}`);
  client.copy = { query, data: [], bytes: 0 };
  client.wire.reply([facts.copyIn], query.step.sql);
  return null;
}

/** Takes one message of data. @returns why the client has to go */
export function takeCopy(
  copy: NonNullable<PoolClient['copy']>,
  { frame }: ClientMessage,
): Departure | null {
  copy.bytes += frame.bytes.length;
  if (copy.bytes > MOST) {
    return departure('54000', 'COPY takes at most 64 MB here');
  }
  copy.data.push(frame.bytes);
  return null;
}

/** Sends statement and data. */
export async function endCopy(
  session: ServerSession,
  client: PoolClient,
  out: ReplyBuffer,
): Promise<ReplyFacts> {
  const { copy } = client;
  client.copy = null;
  const reader = new ReplyReader(out, true);
  const messages = copy ? [copy.query.frame.bytes, ...copy.data, COPY_FAIL] : [COPY_FAIL];
  await session.exchange(join(messages), reader, true);
  return reader.facts();
}

/**
 * Another message where data was due. Flush and Sync are ignored then.
 * @returns why the client has to go
 */
export function abandonCopy(client: PoolClient, { messages }: Cycle): Departure | null {
  const other = messages.find(({ step }) => step.kind !== 'sync' && step.kind !== 'flush');
  if (!other) return null;
  client.copy = null;
  const type = other.frame.type.toString(16).toUpperCase();
  return departure('08P01', `unexpected message type 0x${type} during COPY from stdin`);
}

const departure = (code: string, text: string): Departure => ({
  kind: 'end',
  reason: 'protocol',
  farewell: fatal(code, text),
});
