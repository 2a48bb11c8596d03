import './styles/index.css';

export { LpShortcuts, LpThemeToggle, markFirstQuery, markReadable } from './base/index.ts';
export { defineElements } from './define-elements.ts';
export { loadMonaco, loadMonacoPrompt } from './load-monaco.ts';
export { provideSession } from './session-controller.ts';
export { wantsRichEditor, whenQuiet } from './when-quiet.ts';
