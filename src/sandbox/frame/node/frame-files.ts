import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { ensureSandboxFiles, SANDBOX_FILES } from '../../build/sandbox-files.ts';

const part = path.resolve(import.meta.dirname, '..');
const folder = path.resolve(part, '../../../.engine/frame');

/** The frame's scripts, as the page imports them. Not under version control. */
export const FRAME_FILES = {
  /** The one script of the frame's document. */
  frame: path.join(folder, 'frame.js'),
  /** Its hash, as a Content-Security-Policy names it: `sha256-…`. A strict host lists it. */
  hash: path.join(folder, 'frame.sha256'),
  /** What a realm's worker runs: the runtime, and what adapts a worker to it. Gzipped. */
  realm: path.join(folder, 'realm.js.gz'),
} as const;

/**
 * Makes the frame's scripts of their sources, classic and minified, in some 200 ms.
 * @param log takes one line per step
 */
export async function ensureFrameFiles(log?: (line: string) => void): Promise<void> {
  await ensureSandboxFiles(log);
  const [frame, worker] = await Promise.all([
    bundle(path.join(part, 'inside/frame.ts')),
    bundle(path.join(part, 'worker/worker.ts')),
  ]);
  const digest = createHash('sha256').update(frame).digest('base64');
  await mkdir(folder, { recursive: true });
  await put(FRAME_FILES.frame, frame);
  await put(FRAME_FILES.hash, `sha256-${digest}`);
  const runtime = await readFile(SANDBOX_FILES.runtime, 'utf8');
  await put(FRAME_FILES.realm, await promisify(gzip)(`${runtime}\n${worker}\n`, { level: 9 }));
}

async function bundle(entry: string): Promise<string> {
  const built = (await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      target: 'es2022',
      lib: { entry, formats: ['iife'], name: 'leakproof' },
    },
  })) as Rolldown.RolldownOutput[];
  const text = built[0]?.output[0].code.trim();
  // It stands between script tags, as it is.
  if (text === undefined || /<\/script|<!--/i.test(text)) throw new Error(`${entry} is no script`);
  return text;
}

/** Leaves a file that is as it should be: whoever watches it need not look again. */
async function put(file: string, content: string | Uint8Array): Promise<void> {
  const bytes = Buffer.from(content);
  if ((await readFile(file).catch(() => null))?.equals(bytes) === true) return;
  const fresh = `${file}.${process.pid}`;
  await writeFile(fresh, bytes);
  await rename(fresh, file);
}
