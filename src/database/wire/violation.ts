/**
 * A client broke the protocol, or asked for what ends its connection. It gets an ErrorResponse of
 * severity FATAL and is disconnected; nobody else notices.
 */
export class Violation extends Error {
  override readonly name = 'Violation';
  /** SQLSTATE; `08P01` is protocol_violation. */
  readonly code: string;

  constructor(message: string, code = '08P01') {
    super(message);
    this.code = code;
  }
}
