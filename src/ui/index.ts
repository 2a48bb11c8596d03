import './styles/index.css';

export { defineElements } from './define-elements.ts';
export { loadMonaco } from './load-monaco.ts';
export { LpThemeToggle } from './lp-theme-toggle.ts';
export { markFirstQuery, markReadable } from './marks-of-time.ts';
export { provideSession } from './session-controller.ts';
export { wantsRichEditor, whenQuiet } from './when-quiet.ts';
