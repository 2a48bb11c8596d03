import type { Plugin } from 'vite';

const PGLITE = /[\\/]@electric-sql[\\/]pglite(?:-pgvector)?[\\/]dist[\\/].*\.js$/;
const OWN_ASSET = /new URL\((["'][^"']+["']),\s*import\.meta\.url\)/g;
/** Imports that no browser of ours takes: Node's modules, and stores other than memory. */
const UNUSED =
  /^(?:node:.+|fs|fs\/promises|module|stream|stream\/promises|util|zlib|\.\/fs\/(?:nodefs|opfs-ahp|memfs2opfs)\.js)$/;
const EMPTY = '\0leakproof-not-in-a-browser';

/**
 * PGlite points at its own `.wasm`, `.data` and extension files beside its scripts, and a bundler
 * copies whatever is pointed at: 20 MB that nothing ever asks for, because the engine passes the
 * compiled module, the files and the image itself. Here the pointers lead nowhere.
 * What PGlite would import in Node, or for another store, becomes an empty module: the bundler would
 * do the same to the first with a warning for each, and write chunks of the second.
 */
export function withoutPgliteAssets(): Plugin {
  return {
    name: 'leakproof-without-pglite-assets',
    enforce: 'pre',
    resolveId: {
      filter: { id: UNUSED },
      handler: (_id, importer) => (importer !== undefined && PGLITE.test(importer) ? EMPTY : null),
    },
    load: (id) => (id === EMPTY ? 'export {};' : null),
    transform: {
      filter: { id: PGLITE },
      handler: (code) => ({
        code: code.replace(OWN_ASSET, 'new URL($1,"https://unused.invalid/")'),
        map: null,
      }),
    },
  };
}

/**
 * PGlite's scripts hold a direct `eval` for C code that asks for one; PostgreSQL's does not, and the
 * site's CSP would refuse it. Any other warning is passed on.
 */
export function isPgliteEval(warning: {
  readonly code?: string;
  readonly message: string;
}): boolean {
  return warning.code === 'EVAL' && warning.message.includes('@electric-sql/pglite');
}
