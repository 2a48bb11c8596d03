import { describe, expect, it } from 'vitest';
import { inTurn, mutantsOf, turns, type Mutant } from '../../src/mutate/index.ts';

const ONE = { 'policies.sql': 'ALTER TABLE d ENABLE ROW LEVEL SECURITY;\nSELECT true;\n' };

describe('mutants', () => {
  it('are made of each file, and are named by file and change', async () => {
    const mutants = await mutantsOf([
      { name: 'one', files: { ...ONE, 'a.ts': 'export const a = true;', 'b.url': 'true' } },
    ]);
    expect(mutants.map(({ mutation }) => mutation)).toEqual([
      'policies.sql: drop ENABLE ROW LEVEL SECURITY of d',
      'policies.sql: false for true in SELECT true',
      'a.ts: a: false for true in a = true',
    ]);
    expect(mutants[0]?.diff).toBe('@@ line 1\n-ALTER TABLE d ENABLE ROW LEVEL SECURITY;\n+');
  });

  it('that two answers become are one', async () => {
    const mutants = await mutantsOf([
      { name: 'one', files: ONE },
      { name: 'two', files: ONE },
    ]);
    expect(mutants.map(({ answer }) => answer)).toEqual(['one', 'one']);
  });

  it('of the same name are told apart', async () => {
    const files = { 'a.sql': 'REVOKE ALL ON d FROM a;\nREVOKE ALL ON d FROM a;\nSELECT 1;' };
    const names = (await mutantsOf([{ name: 'one', files }])).map(({ mutation }) => mutation);
    expect(names).toEqual([
      'a.sql: drop REVOKE ALL ON d FROM a',
      'a.sql: drop REVOKE ALL ON d FROM a (2)',
    ]);
  });
});

const mutant = (operator: string, answer: string, at = 0): Mutant => ({
  operator,
  answer,
  mutation: `${operator} ${at}`,
  path: 'a.ts',
  text: `${operator} ${answer} ${at}`,
  diff: '',
});

describe('the order in which they are tried', () => {
  const all = ['x', 'y', 'z'].flatMap((operator) =>
    ['a', 'b'].flatMap((answer) => [0, 1].map((at) => mutant(operator, answer, at))),
  );

  it('gives every operator and every answer a turn before any has a second', () => {
    const ordered = inTurn(all);
    expect(ordered).toHaveLength(all.length);
    expect(new Set(ordered.slice(0, 3).map(({ operator }) => operator)).size).toBe(3);
    expect(new Set(ordered.slice(0, 2).map(({ answer }) => answer)).size).toBe(2);
  });

  it('is the same each time', () => {
    expect(inTurn(all)).toEqual(inTurn(all));
  });

  it('is cut behind the last turn, and not before as many as are wanted', () => {
    const ordered = inTurn(all);
    expect(turns(ordered, 1)).toBe(3);
    expect(turns(ordered, 5)).toBe(5);
    expect(turns(ordered, 100)).toBe(all.length);
  });
});
