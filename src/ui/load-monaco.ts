import type { LoadSurface } from './lp-editor.ts';

/** Fetches the rich editor, which is many times the rest of the page, and makes one. */
export const loadMonaco: LoadSurface = async (owner, host) => {
  const { MonacoSurface } = await import('./monaco/monaco-surface.ts');
  return new MonacoSurface(owner, host);
};
