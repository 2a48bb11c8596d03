import type { LessonFile } from '../contract/index.ts';
import type { LoadComparison } from './compare/comparison.ts';
import type { LoadSurface } from './lp-editor.ts';
import type { LoadPrompt } from './sql-console/lp-sql-console.ts';

/**
 * Fetches the rich editor, which is many times the rest of the page, and makes one. TypeScript's
 * part is as much again, so only a lesson that has a file of it fetches that.
 */
export const loadMonaco: LoadSurface = async (owner, host, files) => {
  await prepareLanguages(files);
  const { MonacoSurface } = await import('./monaco/monaco-surface.ts');
  return new MonacoSurface(owner, host);
};

/** The same, for two texts side by side; where the editor is there already, little is fetched. */
export const loadMonacoComparison: LoadComparison = async (host, files) => {
  await prepareLanguages(files);
  const { MonacoComparison } = await import('./monaco/monaco-comparison.ts');
  return new MonacoComparison(host);
};

/** The same for the console's prompt, once the editor is there. */
export const loadMonacoPrompt: LoadPrompt = async (owner, label, catalogOf) => {
  const { MonacoPrompt } = await import('./monaco/monaco-prompt.ts');
  return new MonacoPrompt(owner, label, catalogOf);
};

async function prepareLanguages(files: readonly LessonFile[]): Promise<void> {
  if (!files.some((file) => file.language === 'typescript')) return;
  // First: Monaco collects its services once, when it is first used, and has to find these.
  const { registerTypescript } = await import('./monaco/typescript/language.ts');
  registerTypescript();
}
