import { readdir, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { build } from 'vite';
import { describe, expect, it } from 'vitest';
import { isPgliteEval, withoutPgliteAssets } from '../../src/content/pglite-assets.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const DIST = resolve(ROOT, 'node_modules/@electric-sql/pglite/dist');

describe('a bundle with PGlite in it', () => {
  it('holds scripts only, and warns of nothing', async () => {
    const warnings: string[] = [];
    const result = await build({
      root: ROOT,
      configFile: false,
      logLevel: 'silent',
      plugins: [withoutPgliteAssets()],
      build: {
        write: false,
        minify: false,
        target: 'es2022',
        lib: { entry: resolve(DIST, 'index.js'), formats: ['es'], fileName: 'pglite' },
        rolldownOptions: {
          checks: { bundlerTimings: false },
          onLog: (level, log) => {
            if (level === 'warn' && !isPgliteEval(log)) warnings.push(log.message);
          },
        },
      },
    });
    const outputs = [result].flat().flatMap((each) => ('output' in each ? each.output : []));
    expect(outputs.length).toBeGreaterThan(0);
    expect(outputs.filter(({ type }) => type === 'asset').map(({ fileName }) => fileName)).toEqual(
      [],
    );
    for (const output of outputs)
      if (output.type === 'chunk')
        expect(output.code).not.toMatch(/\.(wasm|data)["'],\s*import\.meta/);
    expect(warnings).toEqual([]);
  });

  it('would hold them otherwise: PGlite still points at its files in the way we rewrite', async () => {
    const names = (await readdir(DIST)).filter((name) => name.endsWith('.js'));
    const texts = await Promise.all(names.map((name) => readFile(resolve(DIST, name), 'utf8')));
    expect(texts.join('')).toMatch(/new URL\("\.\/pglite\.wasm",import\.meta\.url\)/);
  });
});
