/** Answers tried while the lesson was played: odd ones that are sound, and plausible ones that are not. */

/** What a variant comes to: every check passed, or this one failed with this message. */
export type Expected = 'passed' | { readonly id: string; readonly message: RegExp };

/** Replaces texts in the right answer `catch-log-answer`. */
export interface Variant {
  readonly name: string;
  readonly expected: Expected;
  readonly boundary: readonly (readonly [from: string, to: string])[];
  readonly errors?: string;
}

const ID = 'const incident = randomUUID();';
const IMPORT = "import { randomUUID } from 'node:crypto';";
const APPROVED = 'if (thrown instanceof UserError) return { ok: false, message: thrown.message };';
const LOGGED = 'log.error({ ...about, err: thrown });';
const ANSWER = "return { ok: false, message: 'Something went wrong on our side.', incident };";
const RESULT = 'return { ok: true, result: await tool(session, args) };';

const told = (id: string): Expected => ({ id, message: /was told of 1 of \w+’s wallets/ });

export const SOUND: readonly Variant[] = [
  {
    name: 'an incident of 32 random bits',
    expected: 'passed',
    boundary: [
      [IMPORT, "import { randomBytes } from 'node:crypto';"],
      [ID, "const incident = randomBytes(4).toString('hex');"],
    ],
  },
  {
    name: 'an incident of Math.random',
    expected: 'passed',
    boundary: [
      [IMPORT, ''],
      [ID, 'const incident = Math.random().toString(36).slice(2, 10);'],
    ],
  },
  {
    name: 'an incident with the day and the tool in front',
    expected: 'passed',
    boundary: [
      [ID, 'const incident = `${new Date().toISOString().slice(0, 10)}-${name}-${randomUUID()}`;'],
    ],
  },
  {
    name: 'a UUID of version 7, made by hand',
    expected: 'passed',
    boundary: [
      [
        ID,
        "const ms = Date.now().toString(16).padStart(12, '0'); const incident = `${ms.slice(0, 8)}-${ms.slice(8)}-7${randomUUID().slice(15)}`;",
      ],
    ],
  },
  {
    name: 'the incident in the message too, and the time and the tool beside it',
    expected: 'passed',
    boundary: [
      [
        ANSWER,
        'return { ok: false, message: `Sorry. Tell support ${incident}.`, incident, tool: name, at: new Date().toISOString() } as Reply;',
      ],
    ],
  },
  {
    name: 'an incident for approved errors as well, and a success that says how long it took',
    expected: 'passed',
    boundary: [
      [
        APPROVED,
        'if (thrown instanceof UserError) return { ok: false, message: thrown.message, incident: randomUUID() };',
      ],
      [RESULT, 'return { ok: true, result: await tool(session, args), ms: 3 } as Reply;'],
      [
        ANSWER,
        "const failedAt = new Date().toISOString();\n    return { ok: false, message: 'Failed.', incident, failedAt, tookMs: Date.now() % 7 } as Reply;",
      ],
    ],
  },
  {
    name: 'approved errors are logged too',
    expected: 'passed',
    boundary: [[APPROVED, `if (thrown instanceof UserError) log.info(thrown);\n    ${APPROVED}`]],
  },
  {
    name: 'the cause that is approved is told, where what is around it is not',
    expected: 'passed',
    boundary: [
      [
        APPROVED,
        `${APPROVED}\n    if (thrown instanceof Error && thrown.cause instanceof UserError) return { ok: false, message: thrown.cause.message, incident: randomUUID() };`,
      ],
    ],
  },
  {
    name: 'approved by its constructor’s prototype',
    expected: 'passed',
    boundary: [
      [
        APPROVED,
        APPROVED.replace(
          'thrown instanceof UserError',
          'Object.prototype.isPrototypeOf.call(UserError.prototype, thrown as object)',
        ).replace('thrown.message', '(thrown as Error).message'),
      ],
    ],
  },
  {
    name: 'a child logger, and the error as its first argument',
    expected: 'passed',
    boundary: [[LOGGED, 'log.child({ incident }).error({ err: thrown }, name);']],
  },
  {
    name: 'the console, whole',
    expected: 'passed',
    boundary: [[LOGGED, 'console.error(incident, thrown);']],
  },
  {
    name: 'whatever is no Error is wrapped in one for the log',
    expected: 'passed',
    boundary: [
      [
        LOGGED,
        'log.error({ ...about, err: thrown instanceof Error ? thrown : Object.assign(new Error(`thrown: ${typeof thrown}`), { thrown }) });',
      ],
    ],
  },
];

export const UNSOUND: readonly Variant[] = [
  {
    name: 'only on production',
    expected: told('database-errors'),
    boundary: [
      [
        ANSWER,
        "if (process.env.NODE_ENV !== 'production') return { ok: false, message: String((thrown as Error)?.message ?? 'failed'), incident };\n    " +
          ANSWER,
      ],
    ],
  },
  {
    name: 'what looks like a secret is blacked out',
    expected: told('database-errors'),
    boundary: [
      [
        ANSWER,
        "const text = thrown instanceof Error ? thrown.message.replace(/[0-9a-f-]{36}/g, '[redacted]') : 'It failed.';\n    return { ok: false, message: text, incident };",
      ],
    ],
  },
  {
    name: 'the stack for our own agents',
    expected: told('database-errors'),
    boundary: [
      [
        ANSWER,
        "return { ok: false, message: 'Failed.', incident, debug: String((thrown as Error | undefined)?.stack) } as Reply;",
      ],
    ],
  },
  {
    name: 'the error as a property that JSON leaves out',
    expected: told('database-errors'),
    boundary: [
      [ANSWER, "return { ok: false, message: 'Failed.', incident, error: thrown } as Reply;"],
    ],
  },
  {
    name: 'the error hidden in the reply’s prototype',
    expected: told('whatever-is-thrown'),
    boundary: [
      [
        ANSWER,
        "return Object.assign(Object.create({ toJSON: () => thrown }) as object, { ok: false, message: 'Failed.', incident }) as Reply;",
      ],
    ],
  },
  {
    name: 'the first hundred characters',
    expected: told('database-errors'),
    boundary: [
      [
        ANSWER,
        "return { ok: false, message: thrown instanceof Error ? thrown.message.slice(0, 200) : 'It failed.', incident };",
      ],
    ],
  },
  {
    name: 'approved by the name of the constructor',
    expected: told('approved-by-identity'),
    boundary: [
      [
        APPROVED,
        "if (['UserError', 'NoSuchWallet', 'QuotaExceeded'].includes((thrown as Error | null)?.constructor?.name ?? '')) return { ok: false, message: (thrown as Error).message };",
      ],
    ],
  },
  {
    name: 'an instanceof that goes by the name',
    expected: told('approved-by-identity'),
    boundary: [],
    errors: `export class UserError extends Error {
  override readonly name: string = 'UserError';
  static [Symbol.hasInstance](thrown: unknown): boolean {
    return thrown instanceof Error && /UserError|NoSuchWallet/.test(thrown.name);
  }
}`,
  },
  {
    name: 'an approved error is sent on as it is',
    expected: told('approved-by-identity'),
    boundary: [[APPROVED, 'if (thrown instanceof UserError) throw thrown;']],
  },
  {
    name: 'a catch on the promise',
    expected: told('whatever-is-thrown'),
    boundary: [
      [
        RESULT,
        'return await Promise.resolve(tool(session, args)).then((result): Reply => ({ ok: true, result }));',
      ],
      [
        '  try {\n',
        '  const escaped = await findTool(name).then(() => false, () => false);\n  if (escaped) throw new Error();\n  const early = await findTool(name).catch(() => null);\n  if (early && !early.toString().startsWith("async")) return { ok: true, result: await early(session, args) };\n  try {\n',
      ],
    ],
  },
  {
    name: 'a status for each kind',
    expected: { id: 'failures-alike', message: /told apart by status/ },
    boundary: [
      [
        ANSWER,
        "const status = (thrown as { cause?: { code?: string } } | null)?.cause?.code === '23514' ? 409 : 500;\n    return { ok: false, message: 'Failed.', incident, status } as Reply;",
      ],
    ],
  },
  {
    name: 'a code under a name that ends like a time',
    expected: { id: 'failures-alike', message: /told apart by stat/ },
    boundary: [
      [
        ANSWER,
        "const stat = (thrown as { cause?: { code?: string } } | null)?.cause?.code ?? 'E';\n    return { ok: false, message: 'Failed.', incident, stat } as Reply;",
      ],
    ],
  },
  {
    name: 'a code under the name of a time',
    expected: { id: 'failures-alike', message: /told apart by at/ },
    boundary: [
      [
        ANSWER,
        "const at = (thrown as { cause?: { code?: string } } | null)?.cause?.code ?? 'E';\n    return { ok: false, message: 'Failed.', incident, at } as Reply;",
      ],
    ],
  },
  {
    name: 'the class of the error',
    expected: { id: 'failures-alike', message: /told apart by type/ },
    boundary: [
      [
        ANSWER,
        "return { ok: false, message: 'Failed.', incident, type: (thrown as object | null)?.constructor?.name } as Reply;",
      ],
    ],
  },
  {
    name: 'log.error with the error behind the message',
    expected: { id: 'log-complete', message: /0 of the 1 texts/ },
    boundary: [[LOGGED, 'log.error(`failed ${incident}`, thrown);']],
  },
  {
    name: 'JSON.stringify of the error',
    expected: { id: 'log-complete', message: /0 of the 1 texts/ },
    boundary: [[LOGGED, 'log.error({ ...about, thrown: JSON.stringify(thrown) });']],
  },
  {
    name: 'logged at a level that is off',
    expected: { id: 'log-complete', message: /0 of 0 lines/ },
    boundary: [[LOGGED, 'log.debug({ ...about, err: thrown });']],
  },
  {
    name: 'the log fails, and nobody hears of it',
    expected: { id: 'log-complete', message: /0 of 0 lines of the log name the incident/ },
    boundary: [["log.error(about, 'failed with something that cannot be logged');", '']],
  },
  {
    name: 'an incident that is the time',
    expected: { id: 'incident-tells-nothing', message: /count up|in too little/ },
    boundary: [
      [IMPORT, ''],
      [ID, 'const incident = Date.now().toString(36);'],
    ],
  },
  {
    name: 'an incident of four digits',
    expected: { id: 'incident-tells-nothing', message: /in too little|same incident/ },
    boundary: [
      [IMPORT, ''],
      [ID, 'const incident = `E${1000 + Math.floor(Math.random() * 9000)}`;'],
    ],
  },
  {
    name: 'an incident that is always the same',
    expected: { id: 'incident-tells-nothing', message: /same incident/ },
    boundary: [
      [IMPORT, ''],
      [ID, "const incident = 'INTERNAL_ERROR';"],
    ],
  },
  {
    name: 'a hash of the error and a count',
    expected: { id: 'incident-tells-nothing', message: /before and after a restart/ },
    boundary: [
      [IMPORT, "import { createHash } from 'node:crypto';\nlet count = 0;"],
      [
        ID,
        "const incident = createHash('sha256').update(`${String((thrown as Error | undefined)?.message)} ${count++}`).digest('hex');",
      ],
    ],
  },
  {
    name: 'a constraint in the incident',
    expected: { id: 'incident-tells-nothing', message: /name 23514/ },
    boundary: [
      [
        ID,
        "const incident = `${(thrown as { cause?: { code?: string } } | null)?.cause?.code ?? 'E'}-${randomUUID()}`;",
      ],
    ],
  },
  {
    name: 'no incident for what is no Error',
    expected: { id: 'every-failure-answered', message: /1 call of \w+ that should be answered/ },
    boundary: [
      [ID, `if (!(thrown instanceof Error)) return { ok: false, message: 'Failed.' };\n    ${ID}`],
    ],
  },
  {
    name: 'a falsy result is no result',
    expected: { id: 'results-unchanged', message: /not answered as it is/ },
    boundary: [[RESULT, 'return { ok: true, result: (await tool(session, args)) || {} };']],
  },
  {
    name: 'a result with ok: false is taken for a failure',
    expected: { id: 'results-unchanged', message: /not answered as it is/ },
    boundary: [
      [
        RESULT,
        "const result = await tool(session, args);\n    if ((result as { ok?: boolean } | null)?.ok === false) throw new Error('failed');\n    return { ok: true, result };",
      ],
    ],
  },
  {
    name: 'the approved message in other words',
    expected: { id: 'approved-messages', message: /was not told “/ },
    boundary: [[APPROVED, APPROVED.replace('thrown.message', '`Error: ${thrown.message}`')]],
  },
  {
    name: 'logged under the incident of whichever call began last',
    expected: { id: 'in-flight-together', message: /the log has [02] failures? under/ },
    boundary: [
      [
        '  try {\n    const tool',
        '  const mine = randomUUID();\n  current = mine;\n  try {\n    const tool',
      ],
      [ID, 'const incident = mine;'],
      ['const about = { incident,', 'const about = { incident: current,'],
      ['/** Calls a tool.', "let current = '';\n\n/** Calls a tool."],
    ],
  },
];
