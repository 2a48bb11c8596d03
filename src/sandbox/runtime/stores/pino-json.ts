type Serializers = Readonly<Record<string, ((value: unknown) => unknown) | undefined>>;

interface ErrorLike {
  readonly message: string;
  readonly [key: string]: unknown;
}

/** What pino takes for an error: whatever has a message that is a string. */
export const isErrorLike = (value: unknown): value is ErrorLike =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as { message?: unknown }).message === 'string';

/**
 * pino-std-serializers' `err`: type, message and stack, to both of which those of the causes are
 * appended, the errors of an AggregateError, and the error's own enumerable fields. A cause's fields
 * are not kept. Reads the error as the package does, so what a getter throws comes out.
 */
export const serializeError = (thrown: unknown): unknown => serialize(thrown, false, []);

/** pino-std-serializers' `errWithCause`: a cause is a field, serialized like the error that has it. */
export const serializeErrorWithCause = (thrown: unknown): unknown => serialize(thrown, true, []);

function serialize(thrown: unknown, nests: boolean, seen: readonly unknown[]): unknown {
  if (!isErrorLike(thrown)) return thrown;
  const around = [...seen, thrown];
  const { errors } = thrown;
  const { constructor } = thrown as { constructor?: unknown };
  const serialized: Record<string, unknown> = {
    type: typeof constructor === 'function' ? constructor.name : thrown.name,
    message: nests ? thrown.message : appended(thrown, ': ', ({ message }) => message, ': ...'),
    stack: nests
      ? thrown.stack
      : appended(thrown, '\ncaused by: ', stackOf, '\ncauses have become circular...'),
  };
  if (Array.isArray(errors)) {
    serialized.aggregateErrors = errors.map((error) => serialize(error, nests, around));
  }
  const { cause } = thrown;
  if (nests && isErrorLike(cause) && !around.includes(cause)) {
    serialized.cause = serialize(cause, nests, around);
  }
  for (const key in thrown) {
    if (serialized[key] !== undefined) continue;
    const value = thrown[key];
    if (!isErrorLike(value)) serialized[key] = value;
    else if ((nests || key !== 'cause') && !around.includes(value)) {
      serialized[key] = serialize(value, nests, around);
    }
  }
  return serialized;
}

const stackOf = ({ stack }: ErrorLike): string => (typeof stack === 'string' ? stack : '');

/** A text of an error and of its causes. */
function appended(
  error: ErrorLike,
  separator: string,
  textOf: (error: ErrorLike) => string,
  circular: string,
): string {
  const seen: unknown[] = [];
  const parts: string[] = [];
  let next: unknown = error;
  while (isErrorLike(next)) {
    if (seen.includes(next)) return [...parts, textOf(next) + circular].join(separator);
    seen.push(next);
    parts.push(textOf(next));
    const { cause } = next;
    next = typeof cause === 'function' ? (cause as () => unknown).call(next) : cause;
  }
  return parts.join(separator);
}

/** The fields of a line as pino writes them: through the serializers, and then as JSON. */
export function serializeFields(
  fields: object,
  serializers: Serializers,
  errorKey: string,
): Record<string, unknown> {
  const written: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(fields)) {
    const serializer =
      serializers[key] ?? (key === errorKey ? (serializers.err ?? serializeError) : undefined);
    const json = stringify(serializer ? serializer(value) : value);
    if (json !== undefined) written[key] = JSON.parse(json);
  }
  return written;
}

/** As safe-stable-stringify writes it: cycles and bigints are no errors. */
export function stringify(value: unknown): string | undefined {
  const around: unknown[] = [];
  try {
    return JSON.stringify(value, function (this: unknown, _key, inner: unknown) {
      if (typeof inner === 'bigint') return Number(inner);
      if (typeof inner !== 'object' || inner === null) return inner;
      // `this` holds the value: what is not around it has been left.
      while (around.length > 0 && around.at(-1) !== this) around.pop();
      if (around.includes(inner)) return '[Circular]';
      around.push(inner);
      return inner;
    });
  } catch {
    return '"[unable to serialize, circular reference is too complex to analyze]"';
  }
}

/**
 * quick-format-unescaped, which pino formats messages with. Values without a place in the message
 * are dropped, so `log.error('failed', error)` says nothing of the error.
 */
export function formatMessage(message: unknown, values: readonly unknown[]): unknown {
  if (typeof message !== 'string' || values.length === 0) return message;
  let at = 0;
  return message.replace(/%[a-z%]/gi, (place) => {
    if (place === '%%') return '%';
    if (at >= values.length) return place;
    const value = values[at++];
    switch (place) {
      case '%s':
        return String(value);
      case '%d':
      case '%f':
        return value === null || value === undefined ? place : String(Number(value));
      case '%i':
        return value === null || value === undefined ? place : String(Math.floor(Number(value)));
      case '%o':
      case '%O':
      case '%j':
        if (typeof value === 'string') return `'${value}'`;
        return value === undefined ? place : (stringify(value) ?? '');
      default:
        return place;
    }
  });
}
