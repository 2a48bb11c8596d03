import { LeakproofError } from '#contract';

/** scheme, user information, host with port, and what follows the question mark. */
const PARTS =
  /^postgres(?:ql)?:\/\/(?:(?<info>[^/?#]*)@)?(?:\[[\da-f:.]+\]|[^:@/?#[\]]*)(?::\d{0,5})?(?:\/[^?#]*)?(?:\?(?<query>[^#]*))?(?:#.*)?$/is;

/**
 * The role that node-postgres would log in as with this connection string. Like the driver (and
 * libpq) it lets `?user=` win over the user before the `@`. Where the driver would fall back on
 * PGUSER or on the account of the operating system there is nothing to check, and we say so.
 * Source: node-postgres, packages/pg-connection-string.
 *
 * @param file the name that faults give
 * @throws LeakproofError `file-refused` with one sentence
 */
export function userOf(text: string, file: string): string {
  const refuse = (message: string): never => {
    throw new LeakproofError({ code: 'file-refused', message: `${file} ${message}`, file });
  };
  const lines = text.split(/\r\n?|\n/).filter((line) => line.trim() !== '');
  const url = lines[0]?.trim();
  if (url === undefined) return refuse('is empty: it must hold one connection string.');
  if (lines.length > 1) {
    return refuse(`holds ${lines.length} lines: it must hold the connection string and no other.`);
  }
  if (/[\s\p{Cc}]/u.test(url)) {
    return refuse('has a space or a control character inside the connection string.');
  }
  if (!/^postgres(?:ql)?:\/\//i.test(url)) {
    return refuse('must begin with postgres:// or postgresql://.');
  }
  const groups = PARTS.exec(url)?.groups;
  if (!groups) {
    return refuse('is no URL that a driver can read: check the @, the host and the port.');
  }
  const parameters = new Map(
    (groups.query ?? '').split('&').map((pair): [string, string] => {
      const [name = '', ...value] = pair.replaceAll('+', ' ').split('=');
      return [decode(name) ?? name, decode(value.join('=')) ?? refuse('has a broken %-sequence.')];
    }),
  );
  if (parameters.has('options')) {
    return refuse(
      'sets options for the session. A role chosen there is left with SET ROLE NONE: name the role as the user, and only there.',
    );
  }
  const before = decode((groups.info ?? '').split(':')[0] ?? '');
  const user = (parameters.get('user') ?? '') || (before ?? refuse('has a broken %-sequence.'));
  if (user === '') {
    return refuse(
      'names no user: the driver would take PGUSER or the account it runs under, and nobody could tell which from here.',
    );
  }
  if (/\p{Cc}/u.test(user)) return refuse('has a control character in the user’s name.');
  return user;
}

/** Percent-decoded text; null where it cannot be decoded. */
function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
