/** What keys do. The handlers ask this table, and the list that `?` opens is made of it. */
export interface Shortcut {
  /**
   * Each as `aria-keyshortcuts` writes it: `Control+Enter`. Several do the same, unless `does` tells
   * them apart.
   */
  readonly keys: readonly string[];
  readonly does: string;
}

export const SHORTCUTS = {
  help: { keys: ['?'], does: 'Show this list' },
  check: { keys: ['Control+Enter', 'Meta+Enter'], does: 'Check, also inside the editor' },
  enter: { keys: ['Enter'], does: 'Go in, from the frame around the code' },
  leave: { keys: ['Escape'], does: 'Come out again, so that Tab leads on' },
  indent: { keys: ['Tab'], does: 'Indent, inside' },
  nextTab: { keys: ['ArrowLeft', 'ArrowRight'], does: 'The one before, the one after' },
  endTab: { keys: ['Home', 'End'], does: 'The first, the last' },
  move: { keys: ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'], does: 'Move it a little' },
  leap: { keys: ['Shift+ArrowRight'], does: 'Move it further, with any arrow' },
  extremes: { keys: ['Home', 'End'], does: 'The least room, the most' },
  asDrawn: { keys: ['Enter'], does: 'Back to where it was drawn; a double click does it too' },
  runSql: { keys: ['Control+Enter', 'Meta+Enter'], does: 'Run what stands there, not Check' },
  earlier: { keys: ['ArrowUp'], does: 'What was run before, from the first line' },
  later: { keys: ['ArrowDown'], does: 'What was run after it, from the last' },
  complete: { keys: ['Control+Space'], does: 'Complete from the catalog' },
  search: { keys: ['/'], does: 'Search the lessons' },
  walk: { keys: ['ArrowDown', 'ArrowUp'], does: 'Walk through what was found' },
  first: { keys: ['Enter'], does: 'Open the first, from the search' },
  clear: { keys: ['Escape'], does: 'Back to the search, then empty it' },
} as const satisfies Readonly<Record<string, Shortcut>>;

/** Shortcuts that belong to one part of the page. */
export interface ShortcutGroup {
  readonly title: string;
  readonly shortcuts: readonly Shortcut[];
}

const { help, check, enter, leave, indent, nextTab, endTab } = SHORTCUTS;
const { move, leap, extremes, asDrawn, runSql, complete, earlier, later } = SHORTCUTS;
const { search, walk, first, clear } = SHORTCUTS;

/** The list of each kind of page, in the order of the page. */
export const SHORTCUT_GROUPS: Readonly<Record<'home' | 'lesson', readonly ShortcutGroup[]>> = {
  home: [
    { title: 'Anywhere', shortcuts: [search, help] },
    { title: 'Search', shortcuts: [walk, first, clear] },
  ],
  lesson: [
    { title: 'Anywhere', shortcuts: [check, help] },
    { title: 'Editor', shortcuts: [enter, leave, indent] },
    { title: 'Console', shortcuts: [runSql, complete, earlier, later] },
    { title: 'Tabs, and connections of a timeline', shortcuts: [nextTab, endTab] },
    { title: 'Bars between the panes', shortcuts: [move, leap, extremes, asDrawn] },
  ],
};

type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** Whether this key is one of the shortcut's. Shift counts only with a key that it does not change. */
export function isPressed(event: Press, { keys }: Shortcut): boolean {
  return keys.some((combination) => {
    const held = combination.split('+');
    const key = held.pop() ?? '';
    return (
      event.key === key &&
      event.ctrlKey === held.includes('Control') &&
      event.metaKey === held.includes('Meta') &&
      event.altKey === held.includes('Alt') &&
      (key.length === 1 || event.shiftKey === held.includes('Shift'))
    );
  });
}

/** For the attribute `aria-keyshortcuts`. */
export const ariaKeys = ({ keys }: Shortcut): string => keys.join(' ');

/** Whether the keyboard is likely to have a command key. */
export const isApple = (): boolean => /Mac|iP(hone|ad|od)/.test(navigator.userAgent);

/** What stands on the keys, for one sort of keyboard: each combination as its caps. */
export function capsOf({ keys }: Shortcut, apple: boolean): readonly (readonly string[])[] {
  const other = apple ? 'Control+' : 'Meta+';
  const own = keys.filter((combination) => !combination.startsWith(other));
  return own.map((combination) => combination.split('+').map((key) => CAPS[key] ?? key));
}

const CAPS: Readonly<Record<string, string>> = {
  Control: 'Ctrl',
  Meta: '⌘',
  Escape: 'Esc',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
};

/** Whether a key that is a character would be written where it is pressed. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  // Monaco writes through an EditContext where the browser has one.
  const writes = 'editContext' in target && target.editContext !== null;
  return writes || target.isContentEditable || target.matches('input, textarea, select');
}
