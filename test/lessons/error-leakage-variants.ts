import {
  ID,
  IMPORT,
  APPROVED,
  LOGGED,
  ANSWER,
  CALL,
  RESULT,
  type Variant,
} from './error-leakage-variant.ts';

/** Odd answers that are sound. */
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
    name: 'an apology in words that errors are spoken of in',
    expected: 'passed',
    boundary: [
      [
        ANSWER,
        ANSWER.replace(
          'Something',
          'No message, no text, no fields: null. The promise of a statement; something',
        ),
      ],
    ],
  },
  {
    name: 'a reply that is an instance of a class, with causes kept in the log',
    expected: 'passed',
    boundary: [
      [
        CALL,
        "class Failed {\n  readonly ok = false;\n  readonly message = 'Something went wrong on our side.';\n  constructor(readonly incident: string) {}\n}\n\n" +
          CALL,
      ],
      [ANSWER, 'return new Failed(incident);'],
      [
        LOGGED,
        'log.child({}, { serializers: { err: stdSerializers.errWithCause } }).error({ ...about, err: thrown });',
      ],
      [IMPORT, `${IMPORT}\nimport { stdSerializers } from 'pino';`],
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
