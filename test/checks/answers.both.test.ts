import { describe, expect, it } from 'vitest';
import { pretty, printAnswer, sameAnswer, type CallAttempt } from '../../src/checks/index.ts';
import { VALUE_CHARACTERS, type CallOutcome, type Plain } from '../../src/contract/index.ts';

const returned = (value: Plain): CallOutcome => ({ kind: 'returned', value, cut: false });
const threw = (message: string, value: Plain = {}, line = 3): CallOutcome => ({
  kind: 'threw',
  cut: false,
  error: {
    name: 'Error',
    message,
    code: null,
    place: { file: 'tools.ts', line, column: 1 },
    value,
  },
});

/** A call of `get(session, { id, limit })`. */
const asked = (id: Plain, outcome: CallOutcome): CallAttempt =>
  ({
    request: { args: [{ tenantId: 't-1' }, { id, limit: 50 }] },
    outcome,
  }) as unknown as CallAttempt;

describe('two answers are the same', () => {
  const same: readonly (readonly [string, CallAttempt, CallAttempt])[] = [
    ['null and null', asked(17, returned(null)), asked(99, returned(null))],
    [
      'messages that repeat the id they were given',
      asked(17, threw('No document 17 in 50')),
      asked(99, threw('No document 99 in 50')),
    ],
    [
      'values that repeat it',
      asked(17, returned({ error: 'not found', id: 17, href: '/documents/17' })),
      asked(99, returned({ error: 'not found', id: 99, href: '/documents/99' })),
    ],
    [
      'errors from another line, with other stacks',
      asked(17, threw('No', { stack: 'Error: No\n at tools.ts:3' }, 3)),
      asked(99, threw('No', { stack: 'Error: No\n at tools.ts:9' }, 9)),
    ],
    [
      'the same with ids of another type',
      asked('17', returned('no 17')),
      asked('x', returned('no x')),
    ],
  ];
  it.each(same)('%s', (_name, one, other) => {
    expect(sameAnswer(one, other)).toBe(true);
  });

  const different: readonly (readonly [string, CallAttempt, CallAttempt])[] = [
    ['another message', asked(17, threw('forbidden: 17')), asked(99, threw('not found: 99'))],
    ['null and undefined', asked(17, returned(null)), asked(99, returned({ '@': 'undefined' }))],
    ['a throw and a null', asked(17, threw('no')), asked(99, returned(null))],
    [
      'another order of the same keys',
      asked(17, returned({ a: 1, b: 2 })),
      asked(99, returned({ b: 2, a: 1 })),
    ],
    [
      'a property of the error',
      asked(17, threw('no', { status: 403 })),
      asked(99, threw('no', { status: 404 })),
    ],
    ['the id within another word', asked(17, returned('x1790')), asked(99, returned('x9990'))],
    ['the other one’s id', asked(17, returned('no 99')), asked(99, returned('no 99'))],
    ['a number', asked(17, returned({ rows: 1 })), asked(99, returned({ rows: 0 }))],
  ];
  it.each(different)('but not with %s', (_name, one, other) => {
    expect(sameAnswer(one, other)).toBe(false);
  });

  it('prints what reaches the caller, and not the line on the server', () => {
    expect(printAnswer(asked(1, threw('no', { stack: 'at 3', detail: 'd' })))).toBe(
      '{"threw":{"name":"Error","message":"no","code":null,"value":{"detail":"d"}}}',
    );
  });
});

describe('a value as a literal', () => {
  const cases: readonly (readonly [Plain, string])[] = [
    [null, 'null'],
    [
      { id: 17, title: 'Q3 ‘plan’', 'two words': [true] },
      "{ id: 17, title: 'Q3 ‘plan’', 'two words': [true] }",
    ],
    ['it\'s "so"\n', "'it\\'s \"so\"\\n'"],
    [[], '[]'],
    [{}, '{}'],
    [{ '@': 'undefined' }, 'undefined'],
    [{ '@': 'number', value: '-0' }, '-0'],
    [{ '@': 'bigint', value: '12' }, '12n'],
    [{ '@': 'date', value: '2026-01-02T00:00:00.000Z' }, "new Date('2026-01-02T00:00:00.000Z')"],
    [{ '@': 'map', entries: [['a', 1]] }, "Map { 'a' => 1 }"],
    [{ '@': 'set', entries: [1, 2] }, 'Set { 1, 2 }'],
    [{ '@': 'object', value: 'Result', entries: [['rows', []]] }, 'Result { rows: [] }'],
    [{ '@': 'function', value: '' }, '[Function: anonymous]'],
    [{ '@': 'cycle' }, '[Circular]'],
    [{ '@': 'cut', value: 'too deep' }, '[Left out: too deep]'],
    [
      {
        '@': 'error',
        value: { name: 'TypeError', message: 'no', code: null, place: null, value: {} },
      },
      '[TypeError: no]',
    ],
  ];
  it.each(cases)('%j', (value, text) => {
    expect(pretty(value)).toBe(text);
  });

  it('breaks long lines, and cuts what nobody would read to the end', () => {
    const rows = Array.from({ length: 3 }, (_, id) => ({ id, title: 'a title of some length' }));
    expect(pretty({ rows }).split('\n')).toEqual([
      '{',
      '  rows: [',
      "    { id: 0, title: 'a title of some length' },",
      "    { id: 1, title: 'a title of some length' },",
      "    { id: 2, title: 'a title of some length' },",
      '  ],',
      '}',
    ]);
    const long = pretty('x'.repeat(9_998));
    expect(long).toHaveLength(VALUE_CHARACTERS + '… (10,000 characters)'.length);
    expect(long.endsWith('x… (10,000 characters)')).toBe(true);
  });
});
