export { LightElement } from './light-element.ts';
export { LpThemeToggle } from './lp-theme-toggle.ts';
export { markFirstQuery, markReadable } from './marks-of-time.ts';
