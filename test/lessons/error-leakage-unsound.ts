import {
  ID,
  IMPORT,
  APPROVED,
  LOGGED,
  ANSWER,
  RESULT,
  type Expected,
  type Variant,
} from './error-leakage-variant.ts';

const told = (id: string): Expected => ({ id, message: /was told of 1 of \w+’s wallets/ });

/** Plausible answers that leak, or that do not do what they should. */
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
    name: 'a hash of the error and the time',
    expected: { id: 'incident-tells-nothing', message: /in the same instant/ },
    boundary: [
      [IMPORT, "import { createHash } from 'node:crypto';"],
      [
        ID,
        "const incident = createHash('sha256').update(`${new Date().toISOString()} ${performance.now()} ${String((thrown as Error | undefined)?.message)}`).digest('hex');",
      ],
    ],
  },
  {
    name: 'the detail and the hint, which the driver has for users',
    expected: told('whatever-is-thrown'),
    boundary: [
      [
        ANSWER,
        "const { code, detail, hint } = (thrown ?? {}) as { code?: string; detail?: string; hint?: string };\n    if (code === '23505') return { ok: false, message: 'It exists already.', incident, detail, hint } as Reply;\n    " +
          ANSWER,
      ],
    ],
  },
  {
    name: 'approved by a method',
    expected: told('approved-by-identity'),
    boundary: [
      [
        APPROVED,
        "const { forUsers } = (thrown ?? {}) as { forUsers?: () => string };\n    if (typeof forUsers === 'function') return { ok: false, message: forUsers.call(thrown) };",
      ],
    ],
    errors: `export class UserError extends Error {
  override readonly name: string = 'UserError';
  forUsers(): string {
    return this.message;
  }
}`,
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
