import * as z from 'zod/mini';
import { CodePlace } from './plain.ts';
import { Timeline } from './timeline.ts';
import { Tenant } from './transcript.ts';

// Pictures of a run, as data. They hold what learners' programs wrote, so every size is bounded:
// texts are cut on arrival; a picture that is larger in any other way is no picture.

/** The most of each that a picture holds. What does not fit is counted in its `more`. */
export const PICTURE_LIMITS = {
  text: 300,
  calls: 100,
  entries: 60,
  uses: 60,
  layers: 12,
  said: 24,
  pieces: 60,
  points: 4_000,
  neighbours: 50,
  labels: 400,
} as const;

/** Vectors are laid into a square with whole coordinates from 0 to this. */
export const PLANE = 1_000;

/** A text as pictures show it: its end left out where it is long. */
export const shortened = (text: string, characters: number = PICTURE_LIMITS.text): string =>
  text.length <= characters ? text : `${text.slice(0, characters - 1)}…`;

const Text = z.string().check(z.overwrite((text) => shortened(text)));
const Index = z.int().check(z.nonnegative());
/** A tenant's index; null where it is nobody's. */
const Owner = z.nullable(z.int().check(z.nonnegative(), z.maximum(3)));
const Tenants = z.array(Tenant).check(z.maxLength(4));
const More = z.int().check(z.nonnegative());

/** A call as a picture names it, and whose request it was. */
export const PictureCall = z.object({ show: Text, tenant: Owner });
export type PictureCall = z.infer<typeof PictureCall>;
const Calls = z.array(PictureCall).check(z.maxLength(PICTURE_LIMITS.calls));

/** One use of a cache key. */
export const CacheUse = z.object({
  /** Index of the call in `calls`; null where no call is known. */
  call: z.nullable(Index),
  /** `served`: it was asked for and found; `missed`: asked for and not there. */
  how: z.enum(['wrote', 'served', 'missed', 'removed']),
  /** Of what was written or served. */
  value: z.nullable(Text),
  owner: Owner,
  /** It gave to, or took from, anybody but the caller. */
  foreign: z.boolean(),
});
export type CacheUse = z.infer<typeof CacheUse>;

/** One key, what it holds at the end, and who wrote it and was served from it. */
export const CacheEntry = z.object({
  key: Text,
  /** Null where it holds nothing any more. */
  value: z.nullable(Text),
  /** Whose data the value is. */
  owner: Owner,
  /** Seconds it is kept, as it was written; null for ever, or not known. */
  ttl: z.nullable(z.number()),
  uses: z.array(CacheUse).check(z.maxLength(PICTURE_LIMITS.uses)),
});
export type CacheEntry = z.infer<typeof CacheEntry>;

/** The cache by key: whose data each entry is, and who was served from it. */
export const CachePicture = z
  .object({
    kind: z.literal('cache'),
    tenants: Tenants,
    calls: Calls,
    entries: z.array(CacheEntry).check(z.maxLength(PICTURE_LIMITS.entries)),
    /** Entries left out. */
    more: More,
  })
  .check(
    z.refine(({ calls, entries }) =>
      entries.every(({ uses }) => uses.every(({ call }) => call === null || call < calls.length)),
    ),
  );
export type CachePicture = z.infer<typeof CachePicture>;

/** What a call did to a path. */
export const Touch = z.object({
  /** Index of the call in `calls`; null where no call is known. */
  call: z.nullable(Index),
  /** `readFile`, `writeFile`. */
  how: Text,
  /** It lay outside of the caller's own directory, also where nothing was found there. */
  outside: z.boolean(),
  /** `ENOENT` and the like; null where it went well. */
  error: z.nullable(Text),
});
export type Touch = z.infer<typeof Touch>;

/** One path: absolute, without `.` and `..`, and with no slash at its end. */
export const DirectoryEntry = z.object({
  path: Text,
  /** `absent`: it was asked for, or taken away, and is not there. */
  type: z.enum(['directory', 'file', 'link', 'absent']),
  owner: Owner,
  /** Of a link: where it leads. */
  target: z.nullable(Text),
  touches: z.array(Touch).check(z.maxLength(PICTURE_LIMITS.uses)),
});
export type DirectoryEntry = z.infer<typeof DirectoryEntry>;

/** A tree of what is on the disk, whose each part is, and what calls did to it. */
export const DirectoryPicture = z
  .object({
    kind: z.literal('directory'),
    tenants: Tenants,
    calls: Calls,
    /** In any order. Directories above them need not be listed. */
    entries: z.array(DirectoryEntry).check(z.maxLength(PICTURE_LIMITS.entries)),
    more: More,
  })
  .check(
    z.refine(({ calls, entries }) =>
      entries.every(({ path, touches }) => {
        const known = touches.every(({ call }) => call === null || call < calls.length);
        return known && path.startsWith('/');
      }),
    ),
  );
export type DirectoryPicture = z.infer<typeof DirectoryPicture>;

/** A stretch of a text, and whose data it is. */
export const TextPiece = z.object({
  text: Text,
  owner: Owner,
  /** It reaches somebody it does not belong to. */
  foreign: z.boolean(),
});
export type TextPiece = z.infer<typeof TextPiece>;

/** Where an error came by, and what it said there. */
export const ErrorLayer = z.object({
  /** `PostgreSQL`, `node-postgres`, `reports.ts`, `the caller`, `the log`. */
  name: Text,
  /** Inside the program, at its caller, or in its log. */
  at: z.enum(['inside', 'caller', 'log']),
  place: z.nullable(CodePlace),
  /** By name, such as `message`, `detail`, `code`; each in stretches by owner. */
  said: z
    .array(
      z.object({
        name: Text,
        pieces: z.array(TextPiece).check(z.maxLength(PICTURE_LIMITS.pieces)),
      }),
    )
    .check(z.maxLength(PICTURE_LIMITS.said)),
});
export type ErrorLayer = z.infer<typeof ErrorLayer>;

/** The way of one error: from where it was thrown, to whoever called and to the log. */
export const ErrorPathPicture = z.object({
  kind: z.literal('error-path'),
  tenants: Tenants,
  call: PictureCall,
  /** From the innermost outwards. */
  layers: z.array(ErrorLayer).check(z.minLength(1), z.maxLength(PICTURE_LIMITS.layers)),
});
export type ErrorPathPicture = z.infer<typeof ErrorPathPicture>;

const Coordinate = z.int().check(z.nonnegative(), z.maximum(PLANE));
const Column = <T extends z.ZodMiniType>(of: T): z.ZodMiniArray<T> =>
  z.array(of).check(z.maxLength(PICTURE_LIMITS.points));

/** One of the points that a search returned. */
export const Neighbour = z.object({
  /** Its index among the points. */
  point: Index,
  /** As the search measured it; null where it did not say. */
  distance: z.nullable(z.number()),
  text: Text,
  foreign: z.boolean(),
});
export type Neighbour = z.infer<typeof Neighbour>;

/** Vectors laid into the plane, a query among them, and the points that it returned. */
export const VectorsPicture = z
  .object({
    kind: z.literal('vectors'),
    /**
     * `around`: the query is the middle, and a point is as far from it as the search measures, so
     * that only the angle is free. `plane`: the two directions in which the points differ most.
     */
    layout: z.enum(['around', 'plane']),
    tenants: Tenants,
    call: PictureCall,
    /** By column, since there may be thousands. */
    points: z.object({
      x: Column(Coordinate),
      y: Column(Coordinate),
      owner: Column(Owner),
      /** Index into `labels`. */
      label: Column(Index),
    }),
    /** What points are called, such as their documents: many share one. */
    labels: z.array(Text).check(z.maxLength(PICTURE_LIMITS.labels)),
    query: z.object({ x: Coordinate, y: Coordinate, text: Text }),
    /** The nearest first. */
    neighbours: z.array(Neighbour).check(z.maxLength(PICTURE_LIMITS.neighbours)),
    /** The caller's own that should have come and did not: indices of points. */
    missing: z.array(Index).check(z.maxLength(PICTURE_LIMITS.neighbours)),
  })
  .check(
    z.refine(({ points, labels, neighbours, missing }) => {
      const { length } = points.x;
      const columns = [points.y, points.owner, points.label];
      return (
        columns.every((column) => column.length === length) &&
        points.label.every((label) => label < labels.length) &&
        [...neighbours.map(({ point }) => point), ...missing].every((point) => point < length)
      );
    }),
  );
export type VectorsPicture = z.infer<typeof VectorsPicture>;

/** What a run looked like, to the eye. */
export const Picture = z.discriminatedUnion('kind', [
  Timeline,
  CachePicture,
  DirectoryPicture,
  ErrorPathPicture,
  VectorsPicture,
]);
export type Picture = z.infer<typeof Picture>;
export type PictureKind = Picture['kind'];
