import { describe, expect, it } from 'vitest';
import { argumentLists, hostileLists, MOST_CALLS } from '../../src/checks/argument-lists.ts';

const values = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, at) => `${name}${at}`);

describe('the arguments a function is tried with', () => {
  // 49 to 95 of them were walked in one direction, and the last values never came up.
  it.each([
    [7, 7],
    [5, 11],
    [5, 15],
    [9, 10],
    [2, 43],
    [43, 2],
    [4, 4, 5],
  ])('are all combinations of %d, %d, … where there are fewer than 96', (...counts) => {
    const lists = argumentLists(counts.map((count, at) => values('abc'.charAt(at), count)));
    const all = counts.reduce((product, count) => product * count, 1);
    expect(all).toBeLessThan(MOST_CALLS);
    expect(new Set(lists).size).toBe(all);
  });

  it.each([
    [10, 10],
    [12, 13],
    [96, 2],
    [2, 96],
    [15, 15, 15],
    [5, 11, 9, 2],
    [90, 91],
  ])('hold every value of %d, %d, … where there are more', (...counts) => {
    const all = counts.map((count, at) => values('abcd'.charAt(at), count));
    const lists = argumentLists(all);
    expect(lists).toHaveLength(MOST_CALLS);
    const used = new Set(lists.flatMap((list) => list.split(', ')));
    expect(all.flat().filter((value) => !used.has(value))).toEqual([]);
  });

  it('meet nearly as many pairs of values as there are lists', () => {
    const lists = argumentLists([values('a', 30), values('b', 30)]);
    expect(new Set(lists).size).toBe(MOST_CALLS);
  });

  it('are as few as are asked for, and change in every argument first', () => {
    const lists = argumentLists([values('a', 30), values('b', 30)], 3);
    expect(lists).toEqual(['a0, b0', 'a1, b1', 'a2, b2']);
  });

  it('are one empty list where a function takes nothing', () => {
    expect(argumentLists([])).toEqual(['']);
  });
});

describe('the arguments of which one is hostile', () => {
  it('hold each hostile value beside what is likely, and beside something else', () => {
    const lists = hostileLists([['a0', 'a1'], values('b', 5)], [['x0', 'x1'], []], ['a0', 'b4']);
    expect(lists).toEqual(['x0, b4', 'x1, b4', 'x0, b0', 'x1, b1']);
  });

  it('are tried in the place of each argument that may be hostile', () => {
    const lists = hostileLists([['a0'], ['b0']], [['x0'], ['y0']], ['a0', 'b0']);
    expect(lists).toEqual(['x0, b0', 'a0, y0']);
  });

  it('are none where no argument may be', () => {
    expect(hostileLists([['a0'], ['b0']], [[], []], ['a0', 'b0'])).toEqual([]);
  });
});
