import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Plugin } from 'vite';
import type { CompiledModule } from '../contract/index.ts';

const QUERY = '?compiled';

/**
 * Imports a TypeScript file as data: what it compiles to for the sandbox. A lesson's driver is
 * bundled so with its checks, and reaches the worker and no page.
 * @param compile named by the file's last part; throws what keeps it from compiling
 */
export function compiledModules(
  compile: (path: string, text: string) => Promise<CompiledModule>,
): Plugin {
  return {
    name: 'leakproof-compiled-modules',
    enforce: 'pre',
    async load(id) {
      if (!id.endsWith(QUERY)) return null;
      const file = id.slice(0, -QUERY.length);
      this.addWatchFile(file);
      const module = await compile(basename(file), await readFile(file, 'utf8'));
      return { code: `export default ${JSON.stringify(module)};`, moduleType: 'js' };
    },
  };
}
