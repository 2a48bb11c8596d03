import type { PoolerOptions, Settings } from '../../contract/index.ts';
import { errorResponse, fatal, readyForQuery } from '../wire/replies.ts';
import { ReplyBuffer } from '../wire/reply-buffer.ts';
import { ReplyReader, type ReplyFacts } from '../wire/reply-reader.ts';
import { cycleBytes, isCopyIn, type Cycle, type Departure, type Request } from '../wire/request.ts';
import { abandonCopy, endCopy, startCopy, takeCopy } from './copy-in.ts';
import type { EventLog } from './event-log.ts';
import { TRACKED } from './login.ts';
import { applySettings, bringStatements, restoreSession, saveSession } from './own-session.ts';
import type { PoolClient } from './pool-client.ts';
import { isDiscardAll, type KnownRole, type ServerSession } from './server-session.ts';
import type { SettingNames } from './setting-names.ts';

const DISCARD_ALL = 'DISCARD ALL';

/** A request that needs no more than the client's own bookkeeping is none of these. */
type Served = Exclude<Request, Departure>;

/** What happens while one client has the server connection. */
export class Turns {
  readonly #options: PoolerOptions;
  readonly #session: ServerSession;
  readonly #roles: ReadonlyMap<string, KnownRole>;
  readonly #names: SettingNames;
  readonly #log: EventLog;
  readonly #buffer = new ReplyBuffer();
  /** Whose session state the connection carries. */
  #last: PoolClient | null = null;
  /** Whose prepared statements of the protocol lie on it, though it may be gone. */
  #named: PoolClient | null = null;
  /** The login user that the connection was opened for. */
  #user: string | null = null;

  constructor(
    options: PoolerOptions,
    session: ServerSession,
    roles: ReadonlyMap<string, KnownRole>,
    names: SettingNames,
    log: EventLog,
  ) {
    this.#options = options;
    this.#session = session;
    this.#roles = roles;
    this.#names = names;
    this.#log = log;
  }

  /** Whether what the client wants next can be done while somebody else holds the connection. */
  needsNoServer({ requests: [next], copy }: PoolClient): boolean {
    return next?.kind === 'mark' || (next?.kind === 'copy' && !copy);
  }

  /** Does that. Data that nobody asked for is dropped, as PostgreSQL does. */
  mark(client: PoolClient): void {
    const request = client.requests.shift();
    if (request?.kind !== 'mark') return;
    const { mark, call } = request.mark;
    const kind = mark === 'checkout' ? 'checkout' : 'checkin';
    this.#log.add({ kind, client: client.id, call });
  }

  /**
   * Makes the connection the client's.
   * @returns why it has to go instead
   */
  async begin(client: PoolClient): Promise<Departure | null> {
    const direct = this.#options.mode === 'direct';
    const refusal =
      client === this.#last
        ? null
        : direct
          ? await this.#ownSession(client)
          : await this.#pooledSession(client);
    if (!direct || !client.served) {
      const settings = await this.#session.settings();
      this.#log.add({ kind: 'assigned', client: client.id, role: client.role, settings });
      client.settings = settings;
    }
    client.served = true;
    this.#last = client;
    return refusal;
  }

  /** @returns whether the client keeps the connection */
  async serve(client: PoolClient, request: Served): Promise<boolean> {
    switch (request.kind) {
      case 'mark':
        client.requests.unshift(request);
        this.mark(client);
        break;
      case 'copy':
        await this.#copy(client, request);
        break;
      case 'cycle':
        await this.#cycle(client, request);
        break;
    }
    const free = client.transaction === 'idle' && !client.midway && !client.copy;
    if (!free || this.#options.mode === 'session') return true;
    if (this.#options.mode === 'transaction') await this.#release(client);
    return false;
  }

  /** Takes the connection from a client that goes. */
  async leave(client: PoolClient, { reason }: Departure): Promise<void> {
    const { mode } = this.#options;
    const rolledBack = client.transaction !== 'idle' || client.midway;
    if (rolledBack) {
      await this.#session.rollback(client.midway);
      client.transaction = 'idle';
      this.#tell(client, await this.#session.settings());
    }
    client.settings = await this.#session.settings();
    // PgBouncer closes a server connection whose client left in a transaction.
    if (rolledBack || mode === 'direct') await this.#renew(client.user);
    else if (mode === 'session') await this.#reset();
    const reset = mode !== 'direct' && (rolledBack || this.#resets());
    this.#log.add({ kind: 'released', client: client.id, settings: client.settings, reset });
    this.#log.add({ kind: 'disconnected', client: client.id, reason, rolledBack });
    if (this.#last === client) this.#last = null;
  }

  /** In `direct` mode a client that is idle goes without a turn: what it left is known. */
  leaveIdle(client: PoolClient): void {
    if (this.#options.mode !== 'direct' || !client.served) return;
    const { id, settings } = client;
    this.#log.add({ kind: 'released', client: id, settings, reset: false });
    if (this.#last === client) this.#last = null;
  }

  /** Takes a query back that waits. @returns whether there was one that can be */
  cancel(client: PoolClient): boolean {
    const [next] = client.requests;
    if (next?.kind !== 'cycle' || !next.closes) return false;
    client.requests.shift();
    const sql = sqlOf(next);
    const message = 'canceling statement due to user request';
    const refusal = errorResponse({ severity: 'ERROR', code: '57014', message });
    client.answered.push({ sql, parameters: [], error: '57014', rows: null });
    this.#tell(client, null);
    client.wire.reply([refusal, readyForQuery('idle')], sql);
    return true;
  }

  async #cycle(client: PoolClient, cycle: Cycle): Promise<void> {
    const [first] = cycle.messages;
    if (client.copy) {
      const refusal = abandonCopy(client, cycle);
      if (refusal) client.requests.unshift(refusal);
      return;
    }
    if (mixesProtocols(client, cycle)) {
      client.requests.unshift(MIXED);
      return;
    }
    const alone = !client.midway && first?.step.kind === 'query';
    if (alone && isCopyIn(first.step.sql)) {
      const refused = await startCopy(this.#session, client, first, this.#buffer);
      if (refused) await this.#answer(client, cycle, refused);
      return;
    }
    const reader = new ReplyReader(this.#buffer);
    const { messages } = cycle;
    const bytes = cycleBytes(messages, client.statements.knownNotToCopy(messages));
    // Whether a ReadyForQuery was due depends on the reply: see #answer.
    const exchange = (): Promise<void> => this.#session.exchange(bytes, reader, false);
    const discards = alone && client.transaction === 'idle' && isDiscardAll(first.step.sql);
    await (discards ? this.#session.discardAll(exchange) : exchange());
    await this.#answer(client, cycle, reader.facts());
  }

  async #copy(client: PoolClient, request: Served & { kind: 'copy' }): Promise<void> {
    if (!client.copy) return;
    const refusal = takeCopy(client.copy, request.message);
    if (refusal) client.requests.unshift(refusal);
    if (request.message.step.kind === 'copy-data') return;
    const { query } = client.copy;
    const facts = await endCopy(this.#session, client, this.#buffer);
    await this.#answer(client, { kind: 'cycle', messages: [query], closes: true }, facts);
  }

  /** Posts the reply, and tells what was answered. */
  async #answer(client: PoolClient, cycle: Cycle, facts: ReplyFacts): Promise<void> {
    const { answered, unanswered } = client.statements.settle(cycle.messages, facts);
    // After an error PostgreSQL skips to Sync, a Query among what it skips.
    const skips = client.skipping || facts.error !== null;
    const due = cycle.closes && (!skips || cycle.messages.at(-1)?.step.kind === 'sync');
    if (facts.transaction === null && (due || (unanswered && !skips))) this.#session.giveUp();
    client.answered.push(...answered);
    client.midway = facts.transaction === null;
    client.skipping = client.midway && skips;
    client.transaction = facts.transaction ?? client.transaction;
    for (const name of facts.parameters.size > 0 ? TRACKED : []) {
      const value = facts.parameters.get(name);
      if (value !== undefined) client.tracked.set(name, value);
    }
    if (this.#options.mode === 'direct') this.#learnNames(client);
    const tooLarge = this.#buffer.overflown;
    const pieces = this.#buffer.take();
    if (tooLarge) client.requests.unshift(TOO_LARGE);
    else client.wire.reply(pieces, sqlOf(cycle));
    if (facts.transaction === null) return;
    this.#tell(client, facts.transaction === 'idle' ? await this.#session.settings() : null);
  }

  #tell(client: PoolClient, settings: Settings | null): void {
    if (settings) client.settings = settings;
    for (const { sql, parameters, error, rows } of client.answered.splice(0)) {
      this.#log.add({
        kind: 'statement',
        client: client.id,
        sql,
        parameters: [...parameters],
        error,
        rows,
        transaction: client.transaction,
        settings,
      });
    }
  }

  #learnNames(client: PoolClient): void {
    for (const { sql, parameters } of client.answered) {
      if (this.#names.learn(sql)) client.touched = true;
      for (const parameter of parameters) if (parameter) this.#names.learn(parameter);
    }
  }

  /** At the end of a transaction, in transaction mode. */
  async #release(client: PoolClient): Promise<void> {
    const settings = await this.#session.settings();
    const reset = this.#resets();
    if (reset) await this.#reset();
    this.#log.add({ kind: 'released', client: client.id, settings, reset });
  }

  /** Whether `server_reset_query` runs when a client gives the connection back in good order. */
  #resets(): boolean {
    const { mode, resetQuery = DISCARD_ALL, resetQueryAlways = false } = this.#options;
    return (
      resetQuery !== '' && (mode === 'session' || (mode === 'transaction' && resetQueryAlways))
    );
  }

  async #reset(): Promise<void> {
    if (!this.#resets()) return;
    await this.#session.reset(this.#options.resetQuery ?? DISCARD_ALL);
    // What it did to the session is unknown, so the next turn brings the client's own back.
    this.#last = null;
  }

  async #renew(user: string): Promise<void> {
    const role = this.#roles.get(user);
    if (!role) throw new RangeError(`No role was looked up for ${user}`);
    await this.#session.renew(role);
    this.#user = user;
    this.#last = null;
    this.#named = null;
  }

  async #ownSession(client: PoolClient): Promise<Departure | null> {
    const before = this.#last;
    const clean = (one: PoolClient): boolean => !one.touched && one.startup.size === 0;
    if (before && this.#user === client.user && clean(before) && clean(client)) {
      await this.#bringStatements(client);
      return null;
    }
    if (before) {
      before.saved = await saveSession(this.#session, this.#names);
      // What is not carried over ends here, so an empty session is a clean one again.
      before.touched = before.saved.settings.length + before.saved.prepared.length > 0;
    }
    await this.#renew(client.user);
    await this.#bringStatements(client);
    if (client.saved) {
      await restoreSession(this.#session, client.saved);
      return null;
    }
    for (const name of client.startup.keys()) this.#names.learn(name);
    return refuse(await applySettings(this.#session, client.startup));
  }

  async #bringStatements(client: PoolClient): Promise<void> {
    if (this.#named !== client) await bringStatements(this.#session, this.#named, client);
    this.#named = client;
  }

  async #pooledSession(client: PoolClient): Promise<Departure | null> {
    const { mode } = this.#options;
    if (this.#user !== client.user) await this.#renew(client.user);
    if (mode === 'transaction') await this.#bringStatements(client);
    const differing = [...client.tracked].filter(
      ([name, value]) => this.#session.parameters.get(name) !== value,
    );
    const refusal = await applySettings(this.#session, differing);
    for (const [name] of differing) {
      client.tracked.set(name, this.#session.parameters.get(name) ?? '');
    }
    return refuse(refusal);
  }
}

/** A simple query or function call behind messages of the extended protocol, with no Sync between. */
const mixesProtocols = ({ midway, skipping }: PoolClient, { messages }: Cycle): boolean => {
  const kind = messages.at(-1)?.step.kind;
  return (kind === 'query' || kind === 'call') && !skipping && (midway || messages.length > 1);
};

/**
 * PGlite 0.5.14 takes such a query, and at the Sync behind it ends neither transaction nor error:
 * the next statement, another client's, gets XX000 `unexpected state STARTED`.
 */
const MIXED: Departure = {
  kind: 'end',
  reason: 'protocol',
  farewell: fatal('08P01', 'a simple query after extended ones needs a Sync before it'),
};

const TOO_LARGE: Departure = {
  kind: 'end',
  reason: 'protocol',
  farewell: fatal('54000', 'the answer is larger than 256 MB'),
};

function refuse(error: { code: string; message: string } | null): Departure | null {
  if (!error) return null;
  return { kind: 'end', reason: 'protocol', farewell: fatal(error.code, error.message) };
}

const sqlOf = ({ messages }: Cycle): string =>
  messages
    .flatMap(({ step }) => (step.kind === 'query' || step.kind === 'parse' ? [step.sql] : []))
    .join('; ');
