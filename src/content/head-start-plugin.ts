import { posix } from 'node:path';
import { build, type Plugin, type Rolldown } from 'vite';

/** Stands in the head of a page that wants the script. In development it is left as it is. */
export const HEAD_START = '<!--head-start-->';

/** What the script is told the addresses of, as `data-<name>`: the names of `src/engine/browser`. */
const TOLD: Readonly<Record<string, RegExp>> = {
  worker: /^assets\/worker-[\w-]+\.js$/,
  module: /^assets\/pglite\.wasm-[\w-]+\.gz$/,
};

/**
 * Puts a small classic script into the pages that ask for it: it runs while the page is still being
 * parsed, when a module would wait for the first paint. It is told addresses that are known when the
 * bundle is made.
 * @param entry the script's source
 */
export function headStartScript(entry: string): Plugin {
  return {
    name: 'leakproof-head-start',
    apply: 'build',
    generateBundle: {
      order: 'post',
      async handler(_options, bundle) {
        const told = Object.entries(TOLD).map(([name, pattern]) => {
          const [file, ...others] = Object.keys(bundle).filter((each) => pattern.test(each));
          if (file === undefined || others.length > 0)
            throw new Error(`The bundle should have one file like ${pattern.source}.`);
          return [name, file] as const;
        });
        const code = await bundleScript(entry);
        const reference = this.emitFile({ type: 'asset', name: 'head-start.js', source: code });
        const script = this.getFileName(reference);
        for (const file of Object.values(bundle)) {
          if (file.type !== 'asset' || !file.fileName.endsWith('.html')) continue;
          const html = String(file.source);
          if (!html.includes(HEAD_START)) continue;
          const from = (name: string): string => posix.relative(posix.dirname(file.fileName), name);
          const data = told.map(([name, address]) => ` data-${name}="${from(address)}"`).join('');
          const tag = `<script src="${from(script)}"${data}></script>`;
          file.source = html.replace(HEAD_START, () => tag);
        }
      },
    },
  };
}

/** One script without imports. */
async function bundleScript(entry: string): Promise<string> {
  const output = await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: {
      write: false,
      target: 'es2022',
      lib: { entry, formats: ['iife'], name: 'leakproof', fileName: 'head-start' },
    },
  });
  const [first] = [output].flat() as Rolldown.RolldownOutput[];
  const chunk = first?.output[0];
  if (!chunk) throw new Error('The head start came out empty.');
  return chunk.code;
}
