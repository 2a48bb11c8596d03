import { inspect } from 'node:util';
import { callTool } from './boundary.ts';
import { register } from './connectors.ts';
import { asTenant, pool } from './db.ts';
import { UserError } from './errors.ts';
import { passed } from './layers.ts';
import type { Session } from './session.ts';
import type { Tool } from './tools.ts';

/** A partner's tool that fails: what it throws, from where, and whose memo is in it. */
interface Failure {
  readonly kind: keyof typeof THROWN | 'statement';
  readonly at: 'tool' | 'later' | 'promise' | 'lookup';
  readonly of: string;
  /** The agent asks for all that there is to know. */
  readonly asks?: boolean;
  /** `NODE_ENV` while it is called, in place of the lesson's. */
  readonly env?: string;
  /** What stands still while it is called. */
  readonly still?: Still;
}

/** How an agent asks a service to say more. */
const ASKS = { debug: true, verbose: true, trace: true, explain: true };

/** The name under which the partner's tool is called, whatever it does. */
const CONNECTOR = 'ledger_sync';

/** A text with the memo in it, and where in the thrown value it stood. */
type Mark = (where: string) => string;

const described = (error: object, property: string, descriptor: PropertyDescriptor): object =>
  Object.defineProperty(error, property, { configurable: true, ...descriptor });

/** Of the same name as ours, and of another package. */
const Other = {
  UserError: class UserError extends Error {
    override readonly name = 'UserError';
  },
};

/** A subclass with fields of its own, which are for us. */
class QuotaExceeded extends UserError {
  constructor(readonly ledger: string) {
    super('The quota of this month is used up.');
  }
  toJSON(): object {
    return { message: this.message, ledger: this.ledger };
  }
}

const CLOSED = 'The ledger is closed until Monday.';

/** An Error that says of itself all that ours says: fields, getters and methods may be anybody's. */
function fashioned(mark: Mark): Error {
  const ours = new UserError(CLOSED);
  const error = new Error(mark('message'));
  let from: object | null = ours;
  while (from !== null && from !== Error.prototype) {
    for (const key of Object.keys(Object.getOwnPropertyDescriptors(from))) {
      if (key === 'constructor' || key === 'cause' || Object.hasOwn(error, key)) continue;
      const value: unknown = Reflect.get(ours, key);
      const says = typeof value === 'string' && value.includes(CLOSED);
      described(error, key, { value: says ? mark(key) : value, enumerable: true });
    }
    from = Object.getPrototypeOf(from) as object | null;
  }
  return error;
}

/** Everything that is thrown, with the memo in the places that are named. */
const THROWN = {
  message: (mark: Mark) => new Error(mark('message')),
  cause: (mark: Mark) =>
    new Error('could not sync the ledger', {
      cause: new TypeError(mark('cause'), { cause: new Error(mark('deeper')) }),
    }),
  'cause-text': (mark: Mark) => new Error('could not sync the ledger', { cause: mark('cause') }),
  aggregate: (mark: Mark) =>
    new AggregateError(
      [new Error(mark('first')), new Error(mark('second'))],
      'no replica answered',
    ),
  fields: (mark: Mark) =>
    Object.assign(new Error('request failed with status 409'), {
      code: 'ERR_BAD_REQUEST',
      response: { status: 409, data: { conflict: mark('field') } },
    }),
  'driver-fields': (mark: Mark) =>
    Object.assign(new Error('duplicate key value violates unique constraint "ledger_key"'), {
      code: '23505',
      detail: mark('detail'),
      hint: mark('hint'),
      where: mark('where'),
    }),
  syntax: (mark: Mark) => new SyntaxError(mark('message')),
  range: (mark: Mark) => new RangeError(mark('message')),
  type: (mark: Mark) => new TypeError(mark('message')),
  abort: (mark: Mark) => Object.assign(new Error(mark('message')), { name: 'AbortError' }),
  validation: (mark: Mark) =>
    Object.assign(new Error(mark('message')), {
      name: 'ZodError',
      issues: [{ code: 'custom', path: ['ledger'], message: mark('issue') }],
    }),
  stack: (mark: Mark) => {
    const error = new Error('could not sync the ledger');
    return Object.assign(error, { stack: `${error.stack ?? ''}\n    at ${mark('stack')}` });
  },
  text: (mark: Mark) => mark('text'),
  object: (mark: Mark) => ({ status: 409, reason: mark('object') }),
  list: (mark: Mark) => [{ message: mark('list') }],
  undefined: () => undefined,
  null: () => null,
  symbol: (mark: Mark) => Symbol(mark('symbol')),
  'to-string': (mark: Mark) => ({ toString: () => mark('toString') }),
  'to-json': (mark: Mark) =>
    Object.assign(new Error('could not sync the ledger'), { toJSON: () => mark('toJSON') }),
  getter: (mark: Mark) =>
    described(new Error('could not sync the ledger'), 'message', { get: () => mark('getter') }),
  cycle: (mark: Mark) => {
    const error = new Error(mark('message'));
    return Object.assign(error, { request: { error } });
  },
  'throwing-getter': (mark: Mark) =>
    described(new Error('could not sync the ledger'), 'detail', {
      enumerable: true,
      get: () => {
        throw new Error(mark('getter'));
      },
    }),
  'throwing-text': (mark: Mark) => ({
    toString: () => {
      throw new Error(mark('toString'));
    },
  }),

  'other-class': (mark: Mark) => new Other.UserError(mark('message')),
  'other-name': (mark: Mark) => Object.assign(new Error(mark('message')), { name: 'UserError' }),
  'other-object': (mark: Mark) => ({ name: 'UserError', message: mark('message'), status: 400 }),
  flags: (mark: Mark) =>
    Object.assign(new Error(mark('message')), {
      expose: true, status: 400, statusCode: 400, isOperational: true, isUserError: true,
      userFacing: true, public: true, code: 'USER_ERROR', type: 'UserError', _tag: 'UserError',
    }), // prettier-ignore
  'approved-cause': (mark: Mark) => new Error(mark('message'), { cause: new UserError(CLOSED) }),
  fashioned: (mark: Mark) => fashioned(mark),

  approved: () => new UserError(CLOSED),
  'approved-subclass': (mark: Mark) => new QuotaExceeded(mark('field')),
  'approved-with-cause': (mark: Mark) => new UserError(CLOSED, { cause: new Error(mark('cause')) }),
  'approved-with-fields': (mark: Mark) =>
    Object.assign(new UserError(CLOSED), {
      detail: mark('field'),
      code: '23514',
      constraint: 'ledger_of_nobody_else',
    }),
};

/** Tells what was thrown where it was thrown; not where reading it throws. */
function note(thrown: unknown): void {
  try {
    passed(CONNECTOR, typeof thrown === 'symbol' ? String(thrown) : thrown);
  } catch {
    passed(CONNECTOR, 'what cannot be read');
  }
}

async function memoOf(tenantId: string): Promise<string> {
  const sql = 'SELECT memo FROM wallets ORDER BY id LIMIT 1';
  return asTenant(tenantId, async (client) => {
    const { rows } = await client.query<{ memo: string }>(sql);
    return rows[0]?.memo ?? '';
  });
}

/** What a text could be made of that only looks like chance. */
type Still = 'clock' | 'clock and Math.random';

/** Stops the clock at one instant, and Math.random at one number. Returns what sets them going again. */
function stop(what: Still | undefined): () => void {
  if (what === undefined) return () => undefined;
  const { Date: Clock, performance, Math } = globalThis;
  const since = performance.now.bind(performance);
  const { random } = Math;
  const at = Clock.UTC(2026, 0, 1);
  globalThis.Date = new Proxy(Clock, {
    construct: (target, given, as: typeof Clock) =>
      Reflect.construct(target, given.length === 0 ? [at] : given, as) as Date,
    get: (target, key): unknown => (key === 'now' ? () => at : Reflect.get(target, key)),
  });
  performance.now = () => 1;
  if (what === 'clock and Math.random') Math.random = () => 0.4;
  return () => {
    globalThis.Date = Clock;
    performance.now = since;
    Math.random = random;
  };
}

/** Calls the partner's tool, which fails. The memo that it lets out is read before. */
export async function failing(
  session: Session,
  { kind, at, of, asks = false, env, still }: Failure,
): Promise<unknown> {
  const memo = await memoOf(of);
  const thrown: unknown = kind === 'statement' ? null : THROWN[kind]((where) => `${where}:${memo}`);
  const fail = (): never => {
    note(thrown);
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- this is what it is about
    throw thrown;
  };
  const tools: Record<Failure['at'], () => Tool | Promise<Tool>> = {
    tool: () => fail,
    later: () => async () => {
      // Two replies to wait for, so that others get their turn meanwhile.
      await pool.query('SELECT 1');
      await pool.query('SELECT 2');
      return fail();
    },
    promise: () => () => {
      note(thrown);
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- as above
      return Promise.reject(thrown);
    },
    lookup: fail,
  };
  // The driver's own error: PostgreSQL quotes what it could not read as a number.
  const ask = (): Tool => async () => {
    await pool.query('SELECT ($1::text)::int', [`message:${memo}`]).catch((error: unknown) => {
      passed('PostgreSQL', error);
      throw error;
    });
  };
  register(CONNECTOR, kind === 'statement' ? ask : tools[at]);
  const args = { since: 'yesterday', ...(asks ? ASKS : {}) };
  const goOn = stop(still);
  const { NODE_ENV } = process.env;
  if (env !== undefined) process.env.NODE_ENV = env;
  let reply: unknown;
  try {
    reply = await answered(callTool(session, CONNECTOR, args));
  } finally {
    goOn();
    if (NODE_ENV !== undefined) process.env.NODE_ENV = NODE_ENV;
  }
  // The agent's own objects: what is put into them it has.
  keep([session, args]);
  return reply;
}

/** What a tool may return, falsy values and what looks like a failure among them. */
const RESULTS: Readonly<Record<string, () => unknown>> = {
  text: () => 'synced',
  empty: () => '',
  zero: () => 0,
  false: () => false,
  null: () => null,
  undefined: () => undefined,
  list: () => [],
  'looks-failed': () => ({ ok: false, error: 'none', message: 'Nothing to do.', code: '00000' }),
  nested: () => ({
    name: 'UserError',
    rows: [{ at: new Date(0), cents: [1, 2] }],
    stack: 'of paper',
  }),
};

/** Calls a partner's tool that returns one of {@link RESULTS}, and says which. */
export async function succeeding(
  session: Session,
  { kind, at }: { readonly kind: string; readonly at: 'tool' | 'promise' },
): Promise<{ reply: unknown; expected: unknown }> {
  const make = RESULTS[kind] ?? ((): unknown => kind);
  register(CONNECTOR, () => (at === 'tool' ? make : () => Promise.resolve(make())));
  const reply = await callTool(session, CONNECTOR, {});
  return { reply, expected: make() };
}

/** Keeps a reply, or what it was rejected with, for {@link readOtherwise}. */
async function answered(reply: Promise<unknown>): Promise<unknown> {
  try {
    return keep(await reply);
  } catch (error) {
    keep(error);
    throw error;
  }
}

const kept: unknown[] = [];

function keep(value: unknown): unknown {
  kept.push(value);
  return value;
}

/** The answers so far as text, as JSON, and with what is hidden in them: whatever a caller can read. */
export const readOtherwise = (): readonly string[] => kept.splice(0).flatMap(readings);

function readings(value: unknown): string[] {
  const ways = [
    () => String(value),
    () => JSON.stringify(value),
    () => inspect(value, { depth: 12, showHidden: true, getters: true, maxStringLength: 20_000 }),
  ];
  return ways.map((read) => {
    try {
      return read();
    } catch (error) {
      return inspect(error);
    }
  });
}
