import { describe, expect, it } from 'vitest';
import { capsOf, isPressed, SHORTCUT_GROUPS, SHORTCUTS } from '../../src/ui/base/shortcuts.ts';
import { shareAfterKey } from '../../src/ui/panes/pane-share.ts';
import { tabAfterKey } from '../../src/ui/tab-keys.ts';

const press = (key: string, held: Partial<Parameters<typeof isPressed>[0]> = {}) => ({
  ...{ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false },
  ...held,
});

describe('a shortcut', () => {
  it('is pressed with its modifiers and no other', () => {
    expect(isPressed(press('Enter', { ctrlKey: true }), SHORTCUTS.check)).toBe(true);
    expect(isPressed(press('Enter', { metaKey: true }), SHORTCUTS.check)).toBe(true);
    expect(isPressed(press('Enter'), SHORTCUTS.check)).toBe(false);
    expect(isPressed(press('Enter', { ctrlKey: true, altKey: true }), SHORTCUTS.check)).toBe(false);
    expect(isPressed(press('Enter', { shiftKey: true }), SHORTCUTS.enter)).toBe(false);
  });

  it('that is a character is that character, however a keyboard makes it', () => {
    expect(isPressed(press('?', { shiftKey: true }), SHORTCUTS.help)).toBe(true);
    expect(isPressed(press('?'), SHORTCUTS.help)).toBe(true);
    expect(isPressed(press('?', { ctrlKey: true }), SHORTCUTS.help)).toBe(false);
  });

  it('is shown as it stands on the keyboard at hand', () => {
    expect(capsOf(SHORTCUTS.check, false)).toEqual([['Ctrl', 'Enter']]);
    expect(capsOf(SHORTCUTS.check, true)).toEqual([['⌘', 'Enter']]);
    expect(capsOf(SHORTCUTS.nextTab, true)).toEqual([['←'], ['→']]);
  });
});

describe('the list', () => {
  it('has every shortcut of the table, on one of the pages', () => {
    const listed = Object.values(SHORTCUT_GROUPS)
      .flat()
      .flatMap(({ shortcuts }) => shortcuts);
    expect(new Set(listed)).toEqual(new Set(Object.values(SHORTCUTS)));
  });

  it('names for tabs the keys that move among them', () => {
    for (const key of [...SHORTCUTS.nextTab.keys, ...SHORTCUTS.endTab.keys])
      expect(tabAfterKey(key, 1, 3)).not.toBeNull();
  });

  it('names for splitters the keys that move them', () => {
    const bounds = { least: 20, most: 60 };
    const [leap] = SHORTCUTS.leap.keys;
    expect(leap).toBe('Shift+ArrowRight');
    expect(shareAfterKey({ key: 'ArrowRight', shiftKey: true }, 'x', 40, bounds)).toBe(50);
    for (const key of [...SHORTCUTS.move.keys, ...SHORTCUTS.extremes.keys]) {
      const after = (['x', 'y'] as const).map((axis) =>
        shareAfterKey({ key, shiftKey: false }, axis, 40, bounds),
      );
      expect(after.some((share) => share !== null)).toBe(true);
    }
  });
});
