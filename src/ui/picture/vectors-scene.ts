import { scaleLinear } from 'd3-scale';
import {
  symbolCircle,
  symbolCross,
  symbolDiamond,
  symbolSquare,
  symbolTriangle,
  type SymbolType,
} from 'd3-shape';
import { PLANE, type VectorsPicture } from '../../contract/index.ts';
import { SymbolPath } from './symbol-path.ts';

/** All points, or the surroundings of the query only. */
export type View = 'near' | 'all';

/** A point's place on the drawing, in its pixels. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** What is drawn, in pixels. */
export interface Scene {
  /** All points of one owner as one outline. */
  readonly clouds: readonly { readonly owner: number | null; readonly path: string }[];
  /** Circles of equal distance around the query. */
  readonly rings: readonly { readonly radius: number; readonly label: string }[];
  readonly query: Spot;
  spotOf(point: number): Spot;
  /** A larger outline of a point's own symbol. */
  symbolOf(point: number): string;
  isInView(spot: Spot): boolean;
  /** Returned points with room for their numbers; those of others come first. */
  readonly labelled: ReadonlySet<number>;
  /** The point drawn nearest to a place. */
  pick(spot: Spot): number | null;
}

/** By tenant, as the marks are everywhere; the last for nobody's. */
const SYMBOLS: readonly SymbolType[] = [
  symbolCircle,
  symbolSquare,
  symbolTriangle,
  symbolDiamond,
  symbolCross,
];
const symbolFor = (owner: number | null): SymbolType => SYMBOLS[owner ?? 4] ?? symbolCross;

/** Areas of the symbols, in square pixels, and room at the edges. */
const AREA = { few: 48, many: 18, returned: 150 };
const MANY = 400;
const EDGE = 14;

/** Lays a picture out on a square of so many pixels. */
export function sceneOf(picture: VectorsPicture, view: View, side: number): Scene {
  const { points, query, layout } = picture;
  const half = view === 'near' ? reach(picture) : PLANE / 2;
  const [middleX, middleY] =
    view === 'near' || layout === 'around' ? [query.x, query.y] : [PLANE / 2, PLANE / 2];
  const range = [EDGE, side - EDGE];
  const x = scaleLinear([middleX - half, middleX + half], range);
  const y = scaleLinear([middleY - half, middleY + half], range);
  const spotOf = (point: number): Spot => ({
    x: x(points.x[point] ?? 0),
    y: y(points.y[point] ?? 0),
  });
  const isInView = (spot: Spot): boolean =>
    [spot.x, spot.y].every((at) => at >= EDGE / 2 && at <= side - EDGE / 2);
  const area = points.x.length > MANY && view === 'all' ? AREA.many : AREA.few;

  const paths = new Map<number | null, SymbolPath>();
  for (const [point, owner] of points.owner.entries()) {
    const spot = spotOf(point);
    if (!isInView(spot)) continue;
    const path = paths.get(owner) ?? new SymbolPath();
    paths.set(owner, path);
    symbolFor(owner).draw(path.at(spot.x, spot.y), area);
  }
  return {
    clouds: [...paths]
      .sort(([one], [other]) => (one ?? 4) - (other ?? 4))
      .map(([owner, path]) => ({ owner, path: String(path) })),
    rings: layout === 'around' ? ringsOf(picture, half, side) : [],
    query: { x: x(query.x), y: y(query.y) },
    spotOf,
    symbolOf: (point) => {
      const path = new SymbolPath();
      const spot = spotOf(point);
      symbolFor(points.owner[point] ?? null).draw(path.at(spot.x, spot.y), AREA.returned);
      return String(path);
    },
    isInView,
    labelled: withRoom(picture, spotOf),
    pick: (spot) => {
      let nearest: number | null = null;
      let least = Infinity;
      for (const point of points.x.keys()) {
        const at = spotOf(point);
        const far = Math.hypot(at.x - spot.x, at.y - spot.y);
        if (far < least) [nearest, least] = [point, far];
      }
      return nearest;
    },
  };
}

/** Room that a number takes, in pixels. */
const LABEL = { width: 32, height: 15 };

function withRoom({ neighbours }: VectorsPicture, spotOf: Scene['spotOf']): ReadonlySet<number> {
  const inOrder = [...neighbours].sort((one, other) => Number(other.foreign) - Number(one.foreign));
  const placed = new Map<number, Spot>();
  for (const { point } of inOrder) {
    const spot = spotOf(point);
    const isFree = [...placed.values()].every(
      (other) =>
        Math.abs(other.x - spot.x) > LABEL.width || Math.abs(other.y - spot.y) > LABEL.height,
    );
    if (isFree) placed.set(point, spot);
  }
  return new Set(placed.keys());
}

/** All points from the query outwards, as they are drawn. */
export function outwards(picture: VectorsPicture): readonly number[] {
  const far = [...picture.points.x.keys()].map((point) => farness(picture, point));
  return [...far.keys()].sort((one, other) => (far[one] ?? 0) - (far[other] ?? 0));
}

/** Whether what was returned lies so close that it needs a view of its own. */
export const isCrowded = (picture: VectorsPicture): boolean => reach(picture) < PLANE / 4;

const farness = ({ points, query }: VectorsPicture, point: number): number =>
  Math.hypot((points.x[point] ?? 0) - query.x, (points.y[point] ?? 0) - query.y);

/** As far from the query as the view has to reach to show what was returned, and a little around. */
function reach(picture: VectorsPicture): number {
  const shown = [...picture.neighbours.map(({ point }) => point), ...picture.missing];
  const furthest = shown.reduce((most, point) => Math.max(most, farness(picture, point)), 0);
  return Math.min(PLANE / 2, Math.max(PLANE / 50, furthest * 1.3));
}

function ringsOf(picture: VectorsPicture, half: number, side: number): Scene['rings'] {
  const measured = picture.neighbours.findLast(
    ({ distance, point }) => distance !== null && distance > 0 && farness(picture, point) > 0,
  );
  const unit = measured?.distance ?? null;
  if (measured === undefined || unit === null) return [];
  const distance = (unit / farness(picture, measured.point)) * half;
  const radius = scaleLinear([0, distance], [0, side / 2 - EDGE]);
  return radius
    .ticks(4)
    .filter((tick) => tick > 0)
    .map((tick) => ({ radius: radius(tick), label: radius.tickFormat(4)(tick) }));
}
