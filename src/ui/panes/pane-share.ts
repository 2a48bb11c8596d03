/** The panes of the lesson page that can be given more room or less, each by the splitter beside it. */
export type Pane = 'prose' | 'results';

/** How a pane may be sized: what stands in its way, and how its splitter is named and steered. */
export interface PanePlan {
  /** What the splitter is called; its value is the pane's share of the room, in percent. */
  readonly label: string;
  /** The pane's id. */
  readonly id: string;
  /** Along which the pane is measured. */
  readonly axis: 'x' | 'y';
  /** The least that the pane has, and the least that it leaves, in rem: as in workbench.css. */
  readonly least: number;
  readonly rest: number;
}

export const PANES: Readonly<Record<Pane, PanePlan>> = {
  prose: { label: 'Width of the lesson’s text', id: 'prose', axis: 'x', least: 20, rest: 32.5 },
  results: { label: 'Height of the results', id: 'results', axis: 'y', least: 10, rest: 17 },
};

/** The whole percents between which a pane's share may be. */
export interface ShareBounds {
  readonly least: number;
  readonly most: number;
}

/** The bounds in a room of `size` pixels, at `rem` pixels a rem. Where both cannot be had, the pane's least wins. */
export function shareBounds(plan: PanePlan, size: number, rem: number): ShareBounds {
  const percent = (length: number): number => (100 * length * rem) / size;
  const least = Math.min(100, Math.ceil(percent(plan.least)));
  return { least, most: Math.max(least, Math.floor(100 - percent(plan.rest))) };
}

/** Within its bounds, and a whole number, since it is read out. */
export const withinBounds = (share: number, { least, most }: ShareBounds): number =>
  Math.min(most, Math.max(least, Math.round(share)));

const STEP = 2;
const LEAP = 10;

/**
 * The share after a key, as the WAI-ARIA pattern of a window splitter says: an arrow moves the
 * splitter where it points, with Shift further. Null where the key means nothing here.
 * Source: https://www.w3.org/WAI/ARIA/apg/patterns/windowsplitter/
 */
export function shareAfterKey(
  { key, shiftKey }: Pick<KeyboardEvent, 'key' | 'shiftKey'>,
  axis: PanePlan['axis'],
  share: number,
  bounds: ShareBounds,
): number | null {
  const step = shiftKey ? LEAP : STEP;
  // The prose lies before its splitter, the results after theirs.
  const [more, less] = axis === 'x' ? ['ArrowRight', 'ArrowLeft'] : ['ArrowUp', 'ArrowDown'];
  switch (key) {
    case more:
      return withinBounds(share + step, bounds);
    case less:
      return withinBounds(share - step, bounds);
    case 'Home':
      return bounds.least;
    case 'End':
      return bounds.most;
    default:
      return null;
  }
}

/** Where a share is kept; `preferences.js` reads it before the first paint. */
const keyOf = (pane: Pane): string => `leakproof:share-${pane}`;

/** Gives a pane its share of the room, now. Null gives it what it has unless somebody decides. */
export function showShare(pane: Pane, share: number | null): void {
  const { style } = document.documentElement;
  if (share === null) style.removeProperty(`--${pane}-share`);
  else style.setProperty(`--${pane}-share`, `${String(share)}%`);
}

/** Keeps a share for later visits of this browser; null forgets it. Never throws. */
export function keepShare(pane: Pane, share: number | null): void {
  try {
    if (share === null) localStorage.removeItem(keyOf(pane));
    else localStorage.setItem(keyOf(pane), String(share));
  } catch {
    // Storage is blocked: the share then lasts as long as the page.
  }
}
