const approved = new WeakMap<object, string>();

/** An error whose message was written for the user. It is entered in the register when it is made. */
export class UserError extends Error {
  override readonly name: string = 'UserError';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    approved.set(this, message);
  }
}

/** The text that was approved; what has happened to the error since does not matter. */
export const approvedText = (thrown: unknown): string | undefined => approved.get(thrown as object);
