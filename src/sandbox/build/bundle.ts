import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';
import { build, type Plugin } from 'vite';

const runtime = fileURLToPath(new URL('../runtime/', import.meta.url));
const at = (file: string): string => path.join(runtime, file);
const resolve = (request: string): string => createRequire(import.meta.url).resolve(request);

/** Before a file of ours whose default is what `require` is to give. */
const COMMON_JS = '\0commonjs:';

/** What the packages in the bundle mean by a module of Node, or by a package that we replace. */
const SUBSTITUTES: Readonly<Record<string, string>> = {
  assert: resolve('assert/'),
  buffer: resolve('buffer/'),
  events: resolve('events/'),
  path: resolve('path-browserify'),
  crypto: at('substitutes/crypto.ts'),
  util: at('substitutes/util.ts'),
  'util/': at('substitutes/util.ts'),
  'util/types': at('substitutes/util-types.ts'),
  net: at('substitutes/net.ts'),
  url: at('substitutes/url.ts'),
  tls: at('pg/absent.ts'),
  dns: at('pg/absent.ts'),
  fs: at('nothing.ts'),
  stream: at('nothing.ts'),
  process: COMMON_JS + at('substitutes/process.ts'),
  pgpass: COMMON_JS + at('pg/pgpass.ts'),
  'pg-cloudflare': at('nothing.ts'),
  'pg-native': at('pg/native.ts'),
};

/** Free names of the packages in the bundle. Node's globals are not there when they are evaluated. */
const GLOBALS: Readonly<Record<string, [string, string]>> = {
  AbortController: [at('web/abort.ts'), 'AbortController'],
  Buffer: [resolve('buffer/'), 'Buffer'],
  TextDecoder: [at('web/text.ts'), 'TextDecoder'],
  TextEncoder: [at('web/text.ts'), 'TextEncoder'],
  URL: [at('web/url.ts'), 'URL'],
  clearTimeout: [at('core/background.ts'), 'clearTimeout'],
  process: [at('node/process.ts'), 'processModule'],
  setImmediate: [at('core/background.ts'), 'setImmediate'],
  setTimeout: [at('core/background.ts'), 'setTimeout'],
};

/** A package's size in a bundle, in characters before it is minified. */
export type Sizes = ReadonlyMap<string, number>;

export interface Bundle {
  readonly text: string;
  readonly sizes: Sizes;
}

/** The bundle of the runtime: a classic script that defines `leakproofStart`. See runtime/bridge.ts. */
export async function bundleRuntime(): Promise<Bundle> {
  const { text, sizes } = await bundle(at('start.ts'), 'es', [], GLOBALS);
  // In parentheses, so that the engine compiles it at once and not twice.
  const head = 'globalThis.leakproofStart=(function(leakproofBridge){"use strict";';
  return { text: `${head}delete globalThis.leakproofStart;\n${text}\n});\n`, sizes };
}

/** A chunk: CommonJS, which imports packages of the runtime's bundle from it. See runtime/chunks.ts. */
export async function bundleChunk(name: string): Promise<Bundle> {
  const fromRuntime = [/^zod(?:\/v4)?$/, 'leakproof:globals'];
  const globals = Object.fromEntries(
    Object.keys(GLOBALS).map((key): [string, [string, string]] => [
      key,
      ['leakproof:globals', key],
    ]),
  );
  return await bundle(at(`${name}.ts`), 'cjs', fromRuntime, globals);
}

async function bundle(
  entry: string,
  format: 'es' | 'cjs',
  external: (string | RegExp)[],
  inject: Record<string, [string, string]>,
): Promise<Bundle> {
  const result = await build({
    configFile: false,
    envFile: false,
    publicDir: false,
    logLevel: 'error',
    root: runtime,
    // Vite would put an empty object in its place, as for a page.
    define: { 'process.env': 'process.env' },
    plugins: [substitutes(), withoutAsync()],
    build: {
      write: false,
      target: 'es2022',
      minify: true,
      modulePreload: false,
      rolldownOptions: {
        input: entry,
        external,
        preserveEntrySignatures: 'strict',
        output: { format, codeSplitting: false },
        transform: { inject },
      },
    },
  });
  const outputs = [result].flat();
  const chunks = outputs.flatMap((each) => ('output' in each ? each.output : []));
  const [only, ...others] = chunks;
  if (only?.type !== 'chunk' || others.length > 0) {
    throw new Error(`The sandbox's ${path.basename(entry)} became ${chunks.length} files.`);
  }
  const sizes = new Map<string, number>();
  for (const [file, { renderedLength }] of Object.entries(only.modules)) {
    const name = packageOf(file);
    sizes.set(name, (sizes.get(name) ?? 0) + renderedLength);
  }
  return { text: only.code, sizes };
}

function packageOf(file: string): string {
  const [, inside] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file) ?? [];
  return inside ?? 'ours';
}

/**
 * Writes `async` functions as generators that wait by `then`, which carries the context of a call:
 * see runtime/core/promises.ts. Nothing else is rewritten; private fields above all stay what they
 * are, since in their place would stand a WeakMap, whose methods a program can replace.
 */
function withoutAsync(): Plugin {
  return {
    name: 'leakproof-without-async',
    async transform(code, id) {
      // It looks at what the language makes of an async function, and waits for nothing.
      if (!/\basync\b/.test(code) || id.includes('node-inspect-extracted')) return null;
      const loader = id.endsWith('.ts') ? 'ts' : 'js';
      const supported = { 'async-await': false, 'async-generator': false, 'for-await': false };
      const options = { loader, supported, target: 'es2022', sourcefile: id } as const;
      return { code: (await transform(code, options)).code, map: null };
    },
  };
}

function substitutes(): Plugin {
  return {
    name: 'leakproof-substitutes',
    enforce: 'pre',
    resolveId: (request, importer) => {
      const name = request.replace(/^node:/, '');
      if (importer?.startsWith(runtime) && name === request && name !== 'pg-pool') return null;
      // Ours is the pool that `pg` finds; the real one is what ours extends.
      if (name === 'pg-pool') {
        return importer?.startsWith(runtime) ? null : COMMON_JS + at('pg/traced-pool.ts');
      }
      return SUBSTITUTES[name] ?? null;
    },
    load: (id) =>
      id.startsWith(COMMON_JS)
        ? `module.exports = require(${JSON.stringify(id.slice(COMMON_JS.length))}).default;`
        : null,
  };
}
