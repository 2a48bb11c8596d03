import { PICTURE_LIMITS, type TextPiece } from '../../contract/index.ts';
import { telltales } from '../app/found-rows.ts';
import type { PictureRun } from './picture-run.ts';

/** Texts that tell whose data they are, the longest first. */
type Telling = readonly (readonly [text: string, owner: number])[];

const known = new WeakMap<PictureRun, Telling>();

/**
 * Whose data a text is: the first tenant whose row, canary or id stands in it, of those but
 * `reader` if there is one. Null where nothing in it is anybody's.
 * @param reader index of the tenant who gets it: what is somebody else's counts first
 */
export function whoseText(run: PictureRun, text: string, reader?: number | null): number | null {
  const owners = stretches(run, text).map(({ owner }) => owner);
  return owners.find((owner) => owner !== reader) ?? owners[0] ?? null;
}

/**
 * A text in stretches, each with whose data it is: by texts and ids that only one tenant has.
 * @param reader index of the tenant who gets to read it, null for somebody of no tenant; what is
 *   not theirs is foreign. Nothing is where it is left out: a log may hold everything.
 */
export function piecesOf(run: PictureRun, text: string, reader?: number | null): TextPiece[] {
  const pieces: TextPiece[] = [];
  const add = (from: number, to: number, owner: number | null): void => {
    if (to <= from) return;
    const foreign = owner !== null && reader !== undefined && owner !== reader;
    pieces.push({ text: text.slice(from, to), owner, foreign });
  };
  let at = 0;
  for (const { from, to, owner } of stretches(run, text)) {
    add(at, from, null);
    add(from, to, owner);
    at = to;
  }
  add(at, text.length, null);
  if (pieces.length <= PICTURE_LIMITS.pieces) return pieces;
  return [
    ...pieces.slice(0, PICTURE_LIMITS.pieces - 1),
    { text: '…', owner: null, foreign: false },
  ];
}

interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly owner: number;
}

/** The stretches of a text that are somebody's, in their order; of two that overlap the longer. */
function stretches(run: PictureRun, text: string): readonly Stretch[] {
  const found: Stretch[] = [];
  for (const [telling, owner] of tellingOf(run)) {
    for (let from = text.indexOf(telling); from >= 0; from = text.indexOf(telling, from + 1)) {
      const to = from + telling.length;
      if (found.every((other) => to <= other.from || from >= other.to)) {
        found.push({ from, to, owner });
      }
    }
  }
  return found.sort((one, other) => one.from - other.from);
}

function tellingOf(run: PictureRun): Telling {
  const before = known.get(run);
  if (before) return before;
  const { texts, tenants } = telltales(run.world, run.tables, [run.drawn, run.truth]);
  const telling = [
    ...[...texts].flatMap(([text, { owner }]) => (owner === null ? [] : [[text, owner] as const])),
    ...tenants,
  ].sort(([one], [other]) => other.length - one.length);
  known.set(run, telling);
  return telling;
}
