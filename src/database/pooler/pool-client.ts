import type { Settings, TransactionStatus } from '../../contract/index.ts';
import { ClientStatements, type Answered } from '../wire/client-statements.ts';
import type { ClientMessage, Request } from '../wire/request.ts';
import type { WireClient } from '../wire/wire-client.ts';
import type { StartupSettings } from './login.ts';

/** What makes a session one's own, carried from one turn on the backend to the next. */
export interface SavedSession {
  readonly settings: readonly (readonly [name: string, value: string])[];
  /** Texts of PREPARE. */
  readonly prepared: readonly string[];
}

/** A COPY … FROM STDIN under way: its data is gathered, and then sent with its statement. */
export interface CopyIn {
  readonly query: ClientMessage;
  readonly data: Uint8Array[];
  bytes: number;
}

/** A client that logged in. */
export class PoolClient {
  readonly id: number;
  readonly user: string;
  readonly role: string;
  readonly secret: number;
  readonly wire: WireClient;
  readonly startup: StartupSettings;
  readonly statements = new ClientStatements();
  /** What it has yet to be served, in its order. */
  readonly requests: Request[] = [];
  /** The tracked settings as the client knows them: see TRACKED. */
  readonly tracked: Map<string, string>;
  /** It may have left something in its session: see SettingNames. */
  touched = false;
  /** In `direct` mode; null until it was put away for the first time. */
  saved: SavedSession | null = null;
  /** Answered, but not yet told of: the transaction's status comes with ReadyForQuery. */
  readonly answered: Answered[] = [];
  transaction: TransactionStatus = 'idle';
  /** Messages of the extended protocol are with the server, and their Sync is not. */
  midway = false;
  /** The server skips to Sync. */
  skipping = false;
  copy: CopyIn | null = null;
  /** As it last left the server connection. */
  settings: Settings = {};
  /** It had a turn, so that in `direct` mode its session is known. */
  served = false;
  /** Told of as waiting. */
  waiting = false;
  timer: ReturnType<typeof setTimeout> | null = null;

  constructor(known: {
    readonly id: number;
    readonly user: string;
    readonly role: string;
    readonly secret: number;
    readonly wire: WireClient;
    readonly startup: StartupSettings;
    readonly tracked: Map<string, string>;
  }) {
    this.id = known.id;
    this.user = known.user;
    this.role = known.role;
    this.secret = known.secret;
    this.wire = known.wire;
    this.startup = known.startup;
    this.tracked = known.tracked;
  }
}
