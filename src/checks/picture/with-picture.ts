import type { Picture, TranscriptStep } from '../../contract/index.ts';
import type { Finding, Pictures } from '../finding.ts';
import { bounded, type OnProblem } from './bounded.ts';

/** Draws the lesson's own pictures of what an application did. */
export interface Painter {
  /**
   * @param check its id; null for the attack
   * @param steps the transcript that the picture belongs to; none: all since the last start
   */
  paint(check: string | null, steps: readonly TranscriptStep[]): Picture | null;
  readonly onProblem: OnProblem;
}

/** Where nothing is drawn: what tries statements has a matrix. */
export const UNPAINTED: Painter = { paint: () => null, onProblem: () => undefined };

/** The finding with the picture that is shown with it: the lesson's own, or the check's. */
export function withPicture(finding: Finding, check: string, painter: Painter): Finding {
  const { picture: given, ...others } = finding.pictures ?? {};
  const steps = finding.held ? [] : finding.transcript;
  const picture = painter.paint(check, steps) ?? (given && bounded(given, painter.onProblem));
  const pictures: Pictures = { ...others, ...(picture && { picture }) };
  return { ...finding, pictures };
}
