import type { TransactionStatus } from '../contract/index.ts';

/**
 * ReadyForQuery's byte: idle, in a transaction, or in a failed one.
 * Source: PostgreSQL documentation, "Message Formats".
 * @throws RangeError for any other
 */
export function statusOf(byte: number): TransactionStatus {
  switch (String.fromCharCode(byte)) {
    case 'I':
      return 'idle';
    case 'T':
      return 'open';
    case 'E':
      return 'failed';
    default:
      throw new RangeError(`ReadyForQuery with unknown status ${byte}`);
  }
}
