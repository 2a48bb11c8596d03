/**
 * An error whose message was written for the user. What it is, is a private field that nothing but
 * this constructor makes: no name, no prototype and no flag can claim it.
 */
export class UserError extends Error {
  override readonly name: string = 'UserError';
  readonly #message: string;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.#message = message;
  }

  /** The message as it was approved, or null where this is none of ours. */
  static approved(thrown: unknown): string | null {
    const isOurs = typeof thrown === 'object' && thrown !== null && #message in thrown;
    return isOurs ? thrown.#message : null;
  }
}
