export { LightElement } from './light-element.ts';
export { LpShortcuts } from './lp-shortcuts.ts';
export { LpThemeToggle } from './lp-theme-toggle.ts';
export { markFirstQuery, markReadable } from './marks-of-time.ts';
export { ariaKeys, isApple, isPressed, isTyping, SHORTCUTS } from './shortcuts.ts';
