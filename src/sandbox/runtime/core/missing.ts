import { currentCall } from './context.ts';
import { trace } from './trace.ts';

/**
 * Says that the sandbox lacks what was called, and that a service would have it. The checks are told
 * as well: whatever the program does then, also where it catches this, proves nothing.
 * @throws Error with the message
 */
export function missing(message: string): never {
  trace({ kind: 'missing', call: currentCall(), message });
  throw new Error(message);
}
