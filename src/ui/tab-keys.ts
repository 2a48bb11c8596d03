/**
 * Where a key moves the focus in a row of tabs, as the WAI-ARIA tabs pattern says; null if nowhere.
 * Source: https://www.w3.org/WAI/ARIA/apg/patterns/tabs/
 */
export function tabAfterKey(key: string, index: number, count: number): number | null {
  switch (key) {
    case 'ArrowRight':
      return (index + 1) % count;
    case 'ArrowLeft':
      return (index - 1 + count) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}

/** Moves the focus among the tabs around `event` and presses the one it reaches. */
export function moveAmongTabs(event: KeyboardEvent): void {
  const list = event.currentTarget;
  if (!(list instanceof HTMLElement) || !(event.target instanceof HTMLElement)) return;
  const tabs = [...list.querySelectorAll<HTMLElement>('[role="tab"]')];
  const index = tabs.indexOf(event.target);
  const next = index < 0 ? null : tabAfterKey(event.key, index, tabs.length);
  if (next === null) return;
  event.preventDefault();
  tabs[next]?.focus();
  tabs[next]?.click();
}
