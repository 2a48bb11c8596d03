import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { channelOf } from '../../../src/contract/index.ts';
import { ensureSandboxFiles, SANDBOX_FILES } from '../../../src/sandbox/build/sandbox-files.ts';
import { compileProgram } from '../../../src/sandbox/compile/compile-program.ts';
import { createSandboxHost } from '../../../src/sandbox/index.ts';
import { ensureChildScript } from '../../../src/sandbox/node/child-script.ts';
import {
  createNodeSandboxHost,
  type NodeSandboxHost,
} from '../../../src/sandbox/node/node-host.ts';
import { ESCAPES } from '../hostile/escapes.ts';
import { runScript } from '../hostile/run-script.ts';

// The escapes of the hostile corpus find something where a wall is missing: so where they find
// nothing, there is a wall. Each is taken out of the child's script, one at a time.

let folder: string;
let script: string;
let host: NodeSandboxHost | undefined;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'leakproof-weak-'));
  await ensureSandboxFiles();
  script = await readFile(await ensureChildScript(), 'utf8');
});
afterEach(() => {
  host?.dispose();
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** What an escape comes to in a process whose script was changed. */
async function attempt(name: string, change: (text: string) => string): Promise<unknown> {
  const weakened = change(script);
  expect(weakened).not.toBe(script);
  const entry = path.join(folder, 'child.cjs');
  await writeFile(entry, weakened);
  host = createNodeSandboxHost(() => Promise.resolve({ entry, bundle: SANDBOX_FILES.runtime }));
  const sandbox = await createSandboxHost(channelOf(host.connect().port)).start();
  const files = ESCAPES.find((escape) => escape.name === name)?.files ?? {};
  const ended = await runScript(sandbox, compileProgram(files));
  return ended.kind === 'returned' ? ended.value : ended;
}

describe('without one of the walls', () => {
  it.each<[string, string, (text: string) => string]>([
    [
      'import() is refused with an error of the realm’s own',
      'import() in a text that is evaluated',
      (text) => text.replaceAll(/,\s*importModuleDynamically(?=\s*[,}])/g, ''),
    ],
    [
      'what the process throws is replaced',
      'an error with no stack left',
      (text) =>
        text.replace(/catch \{(\s*)throw new OwnError\([^)]*\)/, 'catch (error) {$1throw error'),
    ],
    [
      'the global has no prototype of the process’s',
      'this of a plain function',
      (text) => text.replace(/createContext\)\(Object\.create\(null\)/, 'createContext)({}'),
    ],
    [
      'stacks are formatted in the realm',
      'a name that is a symbol',
      (text) => text.replace('"prepareStackTrace"', '"prepareNothing"'),
    ],
  ])('“%s”, an escape finds something', async (_, name, change) => {
    expect(await attempt(name, change)).toMatch(/an object of another realm$/);
  });

  it('and with them all it finds nothing', async () => {
    for (const { name } of ESCAPES.filter((each) => each.name.startsWith('import()'))) {
      expect(await attempt(name, (text) => `${text}\n`)).toBe('confined');
    }
  });
});
