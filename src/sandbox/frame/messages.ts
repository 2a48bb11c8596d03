import * as z from 'zod/mini';

/**
 * What the page sends the frame, once, as a window message with the port of all that follows.
 * @property script the text of a realm: classic, evaluated in a worker of its own
 */
export interface FrameSetup {
  readonly script: string;
}

/** What the page asks of the frame. Realms are numbered by the page, over all database workers. */
export type FrameRequest =
  /** The port of the realm's control channel comes with the message. */
  | { readonly kind: 'spawn'; readonly realm: number }
  | { readonly kind: 'kill'; readonly realm: number }
  /** Answered at once: a frame whose process is gone does not answer, and nothing else tells. */
  | { readonly kind: 'ping' };

/** What the frame says. */
export const FrameReply = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('alive') }),
  z.object({ kind: z.literal('ended'), realm: z.number(), reason: z.string() }),
]);
export type FrameReply = z.infer<typeof FrameReply>;
