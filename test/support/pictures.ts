import type { Picture, PictureKind } from '../../src/contract/index.ts';

/** A picture as the kind that it has to be. */
export function pictureAs<K extends PictureKind>(
  kind: K,
  picture: Picture | undefined,
): Extract<Picture, { kind: K }> {
  if (picture?.kind !== kind) {
    throw new Error(`A ${kind} was to be drawn, and there is ${picture?.kind ?? 'no picture'}`);
  }
  return picture as Extract<Picture, { kind: K }>;
}
