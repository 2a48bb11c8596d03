import type { MessagePortLike, WorkerRequest } from '../contract/index.ts';

/** A worker of any realm, with the few things the engine needs of it. */
export interface WorkerHandle {
  /** It fetches its files by itself, and need not be handed any. */
  readonly fetches?: boolean;
  /**
   * Sends a request; its compiled module is shared, not copied.
   * @param transfer ports in it, which are the worker's from then on
   */
  post(request: WorkerRequest, transfer: readonly MessagePortLike[]): void;
  /** Everything the worker posts, unparsed. */
  onMessage(listener: (message: unknown) => void): void;
  /** The worker failed to load or threw outside a request; it is of no more use. */
  onCrash(listener: (reason: string) => void): void;
  /** Ends it at once, also inside an endless statement. */
  terminate(): void;
}

/** Starts a database worker. */
export type Spawn = () => WorkerHandle;
