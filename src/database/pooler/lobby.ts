import type { PoolerOptions } from '../../contract/index.ts';
import { join } from '../wire/bytes.ts';
import {
  AUTHENTICATION_OK,
  backendKeyData,
  negotiateVersion,
  parameterStatus,
  readyForQuery,
} from '../wire/replies.ts';
import type { Startup } from '../wire/startup.ts';
import { Violation } from '../wire/violation.ts';
import type { WireClient } from '../wire/wire-client.ts';
import { startupSettings, TRACKED } from './login.ts';
import { PoolClient } from './pool-client.ts';
import type { KnownRole } from './server-session.ts';

/** Lets clients in, without asking the server: there are no passwords here. */
export class Lobby {
  readonly clients = new Set<PoolClient>();
  readonly #options: PoolerOptions;
  readonly #roles: ReadonlyMap<string, KnownRole>;
  /** What a new server connection reports of itself. */
  readonly #defaults: ReadonlyMap<string, string>;

  constructor(
    options: PoolerOptions,
    roles: ReadonlyMap<string, KnownRole>,
    parameters: ReadonlyMap<string, string>,
  ) {
    this.#options = options;
    this.#roles = roles;
    this.#defaults = new Map(parameters);
  }

  /**
   * @returns the client, and the answer to its startup packet
   * @throws Violation 28P01 for an unknown user, 53300 when there are too many, 08P01 for a
   *   startup parameter that the pooler does not take
   */
  admit(
    id: number,
    wire: WireClient,
    login: Startup & { kind: 'login' },
  ): { readonly client: PoolClient; readonly greeting: readonly Uint8Array[] } {
    const { mode, maxClients } = this.#options;
    if (maxClients !== undefined && this.clients.size >= maxClients) {
      const text =
        mode === 'direct'
          ? 'sorry, too many clients already'
          : 'no more connections allowed (max_client_conn)';
      throw new Violation(text, '53300');
    }
    const role = this.#roles.get(login.user);
    if (!role) {
      throw new Violation(`password authentication failed for user "${login.user}"`, '28P01');
    }
    const startup = startupSettings(login.parameters, mode);
    const tracked = new Map(
      TRACKED.map((name) => [name, startup.get(name) ?? this.#defaults.get(name) ?? '']),
    );
    const secret = crypto.getRandomValues(new Int32Array(1))[0] ?? 0;
    const { user } = login;
    const client = new PoolClient({ id, user, role: role.name, secret, wire, startup, tracked });
    this.clients.add(client);
    const reported = new Map(this.#defaults);
    for (const [name, value] of tracked) reported.set(name, value);
    reported.set('is_superuser', 'off');
    reported.set('session_authorization', user);
    const negotiates = login.minor > 0 || login.unknownOptions.length > 0;
    const greeting = [
      ...(negotiates ? [negotiateVersion(login.unknownOptions)] : []),
      AUTHENTICATION_OK,
      ...[...reported].map(([name, value]) => parameterStatus(name, value)),
      backendKeyData(id, secret),
      readyForQuery('idle'),
    ];
    return { client, greeting: [join(greeting)] };
  }
}
