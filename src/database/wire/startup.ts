import { BodyReader } from './body-reader.ts';
import { Violation } from './violation.ts';

/** What the first packet of a connection asks for. */
export type Startup =
  | { readonly kind: 'encryption' }
  | { readonly kind: 'cancel'; readonly process: number; readonly secret: number }
  | {
      readonly kind: 'login';
      readonly user: string;
      readonly minor: number;
      /** All but user, database and protocol options, in their order. */
      readonly parameters: ReadonlyMap<string, string>;
      /** Protocol options that we do not know: `_pq_.…`. */
      readonly unknownOptions: readonly string[];
    };

const SSL_REQUEST = (1234 << 16) | 5679;
const GSS_REQUEST = (1234 << 16) | 5680;
const CANCEL_REQUEST = (1234 << 16) | 5678;

/**
 * Reads a startup packet, length left out.
 * Source: PostgreSQL documentation, "Message Formats"; messages and codes as in ProcessStartupPacket.
 * @throws Violation for another protocol or a login without a user
 */
export function readStartup(bytes: Uint8Array): Startup {
  const body = new BodyReader(bytes);
  const version = body.int32();
  if (version === SSL_REQUEST || version === GSS_REQUEST) {
    body.end();
    return { kind: 'encryption' };
  }
  if (version === CANCEL_REQUEST) {
    return { kind: 'cancel', process: body.int32(), secret: body.int32() };
  }
  const major = version >>> 16;
  const minor = version & 0xffff;
  if (major !== 3) {
    const asked = `${major}.${minor}`;
    throw new Violation(
      `unsupported frontend protocol ${asked}: server supports 3.0 to 3.0`,
      '0A000',
    );
  }
  const { parameters, unknownOptions } = readParameters(body);
  const user = parameters.get('user') ?? '';
  if (user === '') {
    throw new Violation('no PostgreSQL user name specified in startup packet', '28000');
  }
  parameters.delete('user');
  parameters.delete('database');
  return { kind: 'login', user, minor, parameters, unknownOptions };
}

function readParameters(body: BodyReader): {
  parameters: Map<string, string>;
  unknownOptions: string[];
} {
  const parameters = new Map<string, string>();
  const unknownOptions: string[] = [];
  for (let name = body.string(); name !== ''; name = body.string()) {
    const value = body.string();
    if (name.startsWith('_pq_.')) unknownOptions.push(name);
    else parameters.set(name, value);
  }
  body.end();
  const replication = parameters.get('replication') ?? 'false';
  if (!['false', 'off', 'no', '0'].includes(replication)) {
    throw new Violation('replication connections are not served here', '0A000');
  }
  parameters.delete('replication');
  return { parameters, unknownOptions };
}

/**
 * The settings in `options`, as a server's command line has them: `-c name=value`, `--name=value`,
 * with a backslash before a blank that belongs to a value.
 * Source: PostgreSQL, pg_split_opts and process_postgres_switches.
 * @throws Violation for another switch
 */
export function readOptions(options: string): Map<string, string> {
  const words = [...options.matchAll(/(?:\\[\s\S]|[^\s\\])+/g)].map(([word]) =>
    word.replaceAll(/\\([\s\S])/g, '$1'),
  );
  const settings = new Map<string, string>();
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    let setting: string | undefined;
    if (word === '-c') setting = words[++at];
    else if (word.startsWith('-c')) setting = word.slice(2);
    else if (word.startsWith('--')) setting = word.slice(2).replaceAll(/-(?=[^=]*=)/g, '_');
    const [, name, value] = /^([^=]+)=([\s\S]*)$/.exec(setting ?? '') ?? [];
    if (name === undefined || value === undefined) {
      throw new Violation(`invalid command-line argument for server process: ${word}`, '42601');
    }
    settings.set(name, value);
  }
  return settings;
}
