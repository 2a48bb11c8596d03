import { letter } from './bytes.ts';
import { BodyReader } from './body-reader.ts';
import type { Frame } from './frame-reader.ts';
import { Violation } from './violation.ts';

/** A parameter of Bind as it came: null, or bytes in text or binary format. */
export interface RawParameter {
  readonly bytes: Uint8Array;
  readonly binary: boolean;
}

/** A client's message, as far as we need to understand it. */
export type FrontendStep =
  | { readonly kind: 'query'; readonly sql: string }
  | {
      readonly kind: 'parse';
      readonly name: string;
      readonly sql: string;
      readonly types: readonly number[];
    }
  | {
      readonly kind: 'bind';
      readonly portal: string;
      readonly statement: string;
      readonly parameters: readonly (RawParameter | null)[];
    }
  | { readonly kind: 'describe' }
  | { readonly kind: 'execute'; readonly portal: string }
  | { readonly kind: 'close'; readonly what: 'statement' | 'portal'; readonly name: string }
  | { readonly kind: 'call' }
  | { readonly kind: 'flush' }
  | { readonly kind: 'sync' }
  | { readonly kind: 'terminate' }
  | { readonly kind: 'copy-data' }
  | { readonly kind: 'copy-done' }
  | { readonly kind: 'copy-fail' };

/**
 * Understands a message. Source: PostgreSQL documentation, "Message Formats".
 * @throws Violation when its body is not as its type wants it
 */
export function readStep(frame: Frame): FrontendStep {
  const body = new BodyReader(frame.body);
  const step = readBody(frame.type, body);
  if (step.kind !== 'call' && step.kind !== 'copy-data') body.end();
  return step;
}

function readBody(type: number, body: BodyReader): FrontendStep {
  switch (type) {
    case letter('Q'):
      return { kind: 'query', sql: body.string() };
    case letter('P'):
      return {
        kind: 'parse',
        name: body.string(),
        sql: body.string(),
        types: body.list(body.uint16(), () => body.int32()),
      };
    case letter('B'):
      return readBind(body);
    case letter('D'):
      readTarget(body);
      return { kind: 'describe' };
    case letter('E'): {
      const portal = body.string();
      body.int32();
      return { kind: 'execute', portal };
    }
    case letter('C'):
      return { kind: 'close', ...readTarget(body) };
    case letter('F'):
      return readCall(body);
    case letter('H'):
      return { kind: 'flush' };
    case letter('S'):
      return { kind: 'sync' };
    case letter('X'):
      return { kind: 'terminate' };
    case letter('d'):
      return { kind: 'copy-data' };
    case letter('c'):
      return { kind: 'copy-done' };
    case letter('f'):
      body.string();
      return { kind: 'copy-fail' };
    default:
      throw new Violation(`invalid frontend message type ${type}`);
  }
}

function readBind(body: BodyReader): FrontendStep {
  const portal = body.string();
  const statement = body.string();
  const formats = body.list(body.uint16(), () => body.uint16());
  const parameters = readValues(body, formats);
  body.list(body.uint16(), () => body.uint16());
  return { kind: 'bind', portal, statement, parameters };
}

function readCall(body: BodyReader): FrontendStep {
  body.int32();
  const formats = body.list(body.uint16(), () => body.uint16());
  readValues(body, formats);
  body.uint16();
  return { kind: 'call' };
}

/** No format: all are text. One: it holds for all. Otherwise one for each. */
function readValues(body: BodyReader, formats: readonly number[]): (RawParameter | null)[] {
  let index = 0;
  return body.list(body.uint16(), () => {
    const binary = (formats.length === 1 ? formats[0] : formats[index]) === 1;
    index++;
    const length = body.int32();
    return length === -1 ? null : { bytes: body.bytes(length), binary };
  });
}

function readTarget(body: BodyReader): {
  readonly what: 'statement' | 'portal';
  readonly name: string;
} {
  const kind = String.fromCharCode(body.byte());
  if (kind !== 'S' && kind !== 'P') throw new Violation('invalid message subtype');
  return { what: kind === 'S' ? 'statement' : 'portal', name: body.string() };
}
