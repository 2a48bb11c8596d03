import type { Draw, World } from '#checks';
import type { Tenant } from '#contract';
import { TOPICS } from './texts.ts';

/** Source names that several tenants have. */
export const SHARED = ['runbooks', 'postmortems', 'handbook'] as const;

/** The topic on which a tenant has nothing, and the others have a lot. */
export const lacking = (tenant: Tenant): number => tenant.index % TOPICS.length;

/** What was drawn so far: where the sequences stand, and the places of the chunks. */
interface Shelf {
  nextSource: number;
  nextChunk: number;
  /** Ids of each tenant's sources. */
  readonly sources: Map<string, number[]>;
  /** By the chunk's id. */
  readonly vectors: Map<number, readonly number[]>;
}

const shelves = new WeakMap<Draw, Shelf>();

export function shelfOf(draw: Draw): Shelf {
  // Sequences, as a migration makes them: who sees one id can guess the next. The two never meet.
  const shelf = shelves.get(draw) ?? {
    nextSource: draw.int(100, 400),
    nextChunk: draw.int(10_000, 90_000),
    sources: new Map<string, number[]>(),
    vectors: new Map<number, readonly number[]>(),
  };
  shelves.set(draw, shelf);
  return shelf;
}

/** A chunk as it was seeded, with its place. */
export interface Chunk {
  readonly id: number;
  readonly owner: string;
  readonly sourceId: number;
  readonly body: string;
  readonly vector: readonly number[];
}

const known = new WeakMap<World, readonly Chunk[]>();

/** The seeded chunks of all tenants. No endpoint writes, so they are the truth. */
export function chunksOf(world: World): readonly Chunk[] {
  const chunks =
    known.get(world) ??
    (world.rows.chunks ?? []).map((row) => ({
      id: Number(row.id),
      owner: String(row.tenant_id),
      sourceId: Number(row.source_id),
      body: String(row.body),
      vector: shelfOf(world.draw).vectors.get(Number(row.id)) ?? [],
    }));
  known.set(world, chunks);
  return chunks;
}

/** The planner begins to take the index somewhere between 800 and 2 000 chunks. */
const FEW = 200;

/**
 * Whether every search compares with every chunk, and is answered the same in each realm. In a
 * large world the index answers: its graph is another one each time that it is built.
 */
export const isExact = (world: World): boolean => chunksOf(world).length <= FEW;
