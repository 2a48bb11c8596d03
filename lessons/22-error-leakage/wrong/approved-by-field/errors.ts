/**
 * An error whose message was written for the user: it says what they did and what they can do, and
 * nothing that is not theirs. Our tools throw it, and everything else that is thrown was written
 * for us.
 */
export class UserError extends Error {
  override readonly name: string = 'UserError';

  /** What the boundary passes on. */
  get userMessage(): string {
    return this.message;
  }
}
