import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawFrom, drawWorld, nextSeed, search } from '../../src/checks/index.ts';
import { lineAndColumn, quoteIdentifier, quoteLiteral } from '../../src/contract/index.ts';
import { PLAN } from './sample-lesson.ts';

const seeds = fc.integer({ min: 0, max: 0x7fffffff });

describe('a drawn world', () => {
  it('is the same for the same seed, and has two to four tenants who own rows', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const world = drawWorld(PLAN, seed);
        expect(drawWorld(PLAN, seed).rows).toEqual(world.rows);
        expect(world.tenants.length).toBeGreaterThanOrEqual(2);
        expect(world.tenants.length).toBeLessThanOrEqual(4);
        for (const tenant of world.tenants) {
          expect(world.rows.notes?.some((row) => row.tenant_id === tenant.id)).toBe(true);
        }
        expect(new Set(world.tenants.map((tenant) => tenant.name)).size).toBe(world.tenants.length);
        expect(new Set(world.tenants.map((tenant) => tenant.id)).size).toBe(world.tenants.length);
      }),
    );
  });

  it('is two tenants with a row each where it is to be smallest', () => {
    const world = drawWorld(PLAN, 5, 'smallest');
    expect(world.tenants).toHaveLength(2);
    expect(world.rows.notes).toHaveLength(2);
  });

  it('has three or four tenants in the first world of a check, and two in the second', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        expect([3, 4]).toContain(drawWorld(PLAN, seed).tenants.length);
        expect(drawWorld(PLAN, seed, 'second').tenants).toHaveLength(2);
      }),
    );
  });

  it('has as many tenants and rows as its plan says, by its size', () => {
    const [notes] = PLAN.tables;
    const plan: typeof PLAN = {
      ...PLAN,
      tenantCount: (_draw, size) => (size === 'second' ? 4 : 3),
      tables: [
        {
          ...notes,
          count: (_draw, { index }, size) => (size === 'attack' ? 100 * (index + 1) : 2),
        },
      ],
    };
    const rowsOf = (world: ReturnType<typeof drawWorld>): number[] =>
      world.tenants.map(
        ({ id }) => world.rows[notes.name]?.filter((row) => row.tenant_id === id).length ?? 0,
      );
    expect(rowsOf(drawWorld(plan, 5))).toEqual([2, 2, 2]);
    expect(rowsOf(drawWorld(plan, 5, 'attack'))).toEqual([100, 200, 300]);
    expect(rowsOf(drawWorld(plan, 5, 'second'))).toEqual([2, 2, 2, 2]);
    expect(rowsOf(drawWorld(plan, 5, 'smallest'))).toEqual([2, 2, 2]);
  });

  it('differs with the seed, and the next seed is another', () => {
    expect(drawWorld(PLAN, 1).tenants).not.toEqual(drawWorld(PLAN, 2).tenants);
    fc.assert(
      fc.property(seeds, (seed) => {
        const next = nextSeed(seed);
        expect(next).not.toBe(seed);
        expect(Number.isInteger(next) && next >= 0).toBe(true);
      }),
    );
  });
});

describe('a draw', () => {
  it('makes version-4 UUIDs and canaries that never repeat', () => {
    const draw = drawFrom(1);
    const uuids = Array.from({ length: 500 }, () => draw.uuid());
    expect(new Set(uuids).size).toBe(500);
    for (const uuid of uuids) {
      expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
    expect(new Set(Array.from({ length: 500 }, () => draw.canary())).size).toBe(500);
  });
});

describe('a search', () => {
  it('shrinks a failure to the smallest input that still fails', async () => {
    const found = await search(
      fc.array(fc.nat(1000)),
      (list) => Promise.resolve(list.some((n) => n >= 10) ? list : null),
      { seed: 1, runs: 100 },
    );
    expect(found).toEqual([10]);
  });

  it('finds nothing where nothing is wrong', async () => {
    expect(await search(fc.nat(), () => Promise.resolve(null), { seed: 1, runs: 20 })).toBeNull();
  });

  it('throws what kept it from trying, and does not call that a pass', async () => {
    const broken = search(fc.nat(), () => Promise.reject(new Error('no server')), {
      seed: 1,
      runs: 20,
    });
    await expect(broken).rejects.toThrow('no server');
  });
});

describe('SQL text', () => {
  it('quotes literals and identifiers', () => {
    expect(quoteLiteral("O'Neil")).toBe("'O''Neil'");
    expect(quoteLiteral(null)).toBe('NULL');
    expect(quoteIdentifier('a"b')).toBe('"a""b"');
    expect(() => quoteLiteral('\0')).toThrow(RangeError);
  });

  it('finds line and column as PostgreSQL counts them', () => {
    expect(lineAndColumn('SELECT 1', 1)).toEqual({ line: 1, column: 1 });
    expect(lineAndColumn('a\nbc', 4)).toEqual({ line: 2, column: 2 });
    expect(lineAndColumn('🦉🦉x', 3)).toEqual({ line: 1, column: 3 });
  });
});
