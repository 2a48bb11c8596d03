import { PICTURE_LIMITS, type PictureCall } from '../../contract/index.ts';
import type { PictureRun, RunCall } from './picture-run.ts';

/** The calls of a run as a picture lists them, and where each stands in the list. */
export interface CallList {
  readonly calls: PictureCall[];
  /** Null for what no call did, or one beyond the list. */
  indexOf(number: number | null): number | null;
  /** Whose request it was; null where it was nobody's, or is not known. */
  tenantOf(number: number | null): number | null;
}

/** A call as pictures name it. */
export const pictureCall = ({ attempt: { request } }: RunCall): PictureCall => ({
  show: request.show,
  tenant: request.as?.index ?? null,
});

/** Lists the calls of a run. */
export function callList({ calls }: PictureRun): CallList {
  const listed = calls.slice(0, PICTURE_LIMITS.calls);
  const find = (number: number | null): number =>
    listed.findIndex((call) => call.number === number);
  return {
    calls: listed.map(pictureCall),
    indexOf: (number) => {
      const index = find(number);
      return index < 0 ? null : index;
    },
    tenantOf: (number) => listed[find(number)]?.attempt.request.as?.index ?? null,
  };
}
