import { defineConfig, type Rolldown } from 'vite';
import { compiledModules } from './src/content/compiled-modules.ts';
import { isPgliteEval, withoutPgliteAssets } from './src/content/pglite-assets.ts';
import { headStartScript } from './src/content/head-start-plugin.ts';
import { leakproofPages } from './src/content/vite-plugin.ts';
import { ensureEngineFiles } from './src/database/node/engine-files.ts';
import { compileDriver } from './src/sandbox/node/compile-driver.ts';
import { ensureFrameFiles } from './src/sandbox/frame/node/frame-files.ts';
import { ensureTypings } from './src/ui/node/typings.ts';
import { withoutMonacoTsMode } from './src/ui/node/without-ts-mode.ts';

const quietly: Rolldown.InputOptions = {
  // How long plugins take on a busy machine is no fault of the site.
  checks: { bundlerTimings: false },
  onLog: (level, log, pass) => {
    if (!isPgliteEval(log)) pass(level, log);
  },
};

/**
 * Parts whose modules do nothing but define: what nobody imports of their indexes is left out, and
 * what is imported later comes later. A worker that boots a database need not read the checks first.
 */
const ONLY_DEFINES = /\/src\/(?:contract|checks|database|sandbox)\//;

/** What the bundle imports and no checkout has. */
async function prepare(log: (line: string) => void): Promise<void> {
  await ensureEngineFiles(log);
  await ensureTypings(log);
  await ensureFrameFiles(log);
}

export default defineConfig({
  // Relative, so that the site works under any path of any host.
  base: './',
  // Pages, not an application: an unknown address is not found instead of home.
  appType: 'mpa',
  plugins: [
    leakproofPages({ root: import.meta.dirname, prepare }),
    withoutPgliteAssets(),
    headStartScript(`${import.meta.dirname}/src/head-start.ts`),
    withoutMonacoTsMode(),
    compiledModules(compileDriver),
  ],
  worker: {
    format: 'es',
    plugins: () => [withoutPgliteAssets(), compiledModules(compileDriver)],
    rolldownOptions: {
      ...quietly,
      treeshake: { moduleSideEffects: [{ test: ONLY_DEFINES, sideEffects: false }] },
    },
  },
  optimizeDeps: {
    // PGlite's scripts find their neighbours by path, which bundling ahead would break.
    exclude: ['@electric-sql/pglite', '@electric-sql/pglite-pgvector'],
    // What only the worker imports must be found at the start: found later, it reloads the page.
    entries: [
      'src/main.ts',
      'src/home.ts',
      'src/database-worker.ts',
      'src/ui/monaco/typescript/ts-worker.ts',
    ],
  },
  build: {
    target: 'es2022',
    rolldownOptions: quietly,
    // Data URLs would have to be allowed by a strict CSP; files are 'self'.
    assetsInlineLimit: 0,
    // Every browser that runs the workbook knows modulepreload or does well without.
    modulePreload: { polyfill: false },
    // Monaco is one chunk of 3 MB. It is loaded after the lesson can be read, and never on home.
    chunkSizeWarningLimit: 4000,
  },
});
