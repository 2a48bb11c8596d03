import type { LoadSurface } from './lp-editor.ts';

/**
 * Fetches the rich editor, which is many times the rest of the page, and makes one. TypeScript's
 * part is as much again, so only a lesson that has a file of it fetches that.
 */
export const loadMonaco: LoadSurface = async (owner, host, files) => {
  if (files.some((file) => file.language === 'typescript')) {
    // First: Monaco collects its services once, when it is first used, and has to find these.
    const { registerTypescript } = await import('./monaco/typescript/language.ts');
    registerTypescript();
  }
  const { MonacoSurface } = await import('./monaco/monaco-surface.ts');
  return new MonacoSurface(owner, host);
};
