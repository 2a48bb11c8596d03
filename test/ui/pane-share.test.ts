import { describe, expect, it } from 'vitest';
import { PANES, shareAfterKey, shareBounds, withinBounds } from '../../src/ui/panes/pane-share.ts';

describe('the share of a pane', () => {
  const bounds = { least: 20, most: 60 };

  it('stays where both panes can be used, in whole percents', () => {
    expect(shareBounds(PANES.prose, 1600, 16)).toEqual({ least: 20, most: 67 });
    expect(withinBounds(41.6, bounds)).toBe(42);
    expect(withinBounds(3, bounds)).toBe(20);
    expect(withinBounds(99, bounds)).toBe(60);
  });

  it('is the pane’s least in a room too small for both', () => {
    expect(shareBounds(PANES.results, 320, 16)).toEqual({ least: 50, most: 50 });
    expect(shareBounds(PANES.results, 1, 16)).toEqual({ least: 100, most: 100 });
  });

  it('follows the arrows, to where they point', () => {
    const after = (key: string, axis: 'x' | 'y', shiftKey = false): number | null =>
      shareAfterKey({ key, shiftKey }, axis, 40, bounds);
    expect(after('ArrowRight', 'x')).toBe(42);
    expect(after('ArrowLeft', 'x')).toBe(38);
    expect(after('ArrowLeft', 'x', true)).toBe(30);
    // The results lie under their splitter.
    expect(after('ArrowUp', 'y')).toBe(42);
    expect(after('ArrowDown', 'y')).toBe(38);
    expect(after('Home', 'x')).toBe(20);
    expect(after('End', 'y')).toBe(60);
    expect(after('ArrowUp', 'x')).toBeNull();
    expect(after('x', 'x')).toBeNull();
  });
});
