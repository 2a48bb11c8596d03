import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Rolldown } from 'vite';

const here = import.meta.dirname;
const script = path.resolve(here, '../../../.engine/child.cjs');
const SOURCES = [
  'child/main.ts',
  'child/inside.ts',
  'child/lock-down.ts',
  'child-flags.ts',
  'frames.ts',
];

/**
 * The script of a submission's process, made of `child/` unless it is there and current: the
 * process sees no file but this one and the runtime's bundle, so TypeScript cannot be compiled in it.
 * @returns its path
 */
export async function ensureChildScript(): Promise<string> {
  const hash = createHash('sha256');
  for (const file of [...SOURCES, 'child-script.ts']) {
    hash.update(await readFile(path.join(here, file)));
  }
  const stamp = `// ${hash.digest('hex')}\n`;
  const present = await readFile(script, 'utf8').catch(() => '');
  if (present.startsWith(stamp)) return script;
  // Another name first: whoever starts a process at the same time reads one or the other whole.
  const fresh = `${script}.${process.pid}`;
  await mkdir(path.dirname(script), { recursive: true });
  await writeFile(fresh, stamp + (await bundle(path.join(here, 'child/main.ts'))));
  await rename(fresh, script);
  return script;
}

async function bundle(entry: string): Promise<string> {
  // Here and not above: it takes longer to load than all that grade does before its first check.
  const { build } = await import('vite');
  const built = (await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      minify: false,
      target: 'node20',
      lib: { entry, formats: ['cjs'] },
      rolldownOptions: { external: /^node:/ },
    },
  })) as Rolldown.RolldownOutput[];
  const code = built[0]?.output[0].code;
  if (code === undefined) throw new Error(`${entry} could not be bundled`);
  return code;
}
