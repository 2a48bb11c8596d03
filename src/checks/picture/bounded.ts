import { Picture } from '../../contract/index.ts';
import type { AppPlan } from '../app/api.ts';
import type { PictureRun } from './picture-run.ts';

/** Told why a picture was left out. */
export type OnProblem = (problem: unknown) => void;

/** A picture with its texts cut; null where it is larger than pictures may be. */
export function bounded(picture: Picture, onProblem: OnProblem): Picture | null {
  const { data, error } = Picture.safeParse(picture);
  if (error) onProblem(error);
  return data ?? null;
}

/** A lesson's own picture of a run. Never throws: a picture decides nothing. */
export function drawOwn(
  draw: AppPlan['picture'],
  run: () => PictureRun | null,
  onProblem: OnProblem,
): Picture | null {
  if (!draw) return null;
  try {
    const seen = run();
    const drawn = seen && draw(seen);
    return drawn && bounded(drawn, onProblem);
  } catch (thrown) {
    onProblem(thrown);
    return null;
  }
}
