import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { bundleChunk, bundleRuntime } from '../../../src/sandbox/build/bundle.ts';
import { ensureSandboxFiles, SANDBOX_FILES } from '../../../src/sandbox/build/sandbox-files.ts';
import { chunksOf } from '../../../src/sandbox/runtime/chunks.ts';
import { compile } from './realm.ts';

describe("the sandbox's scripts", () => {
  it('stay within the size that a page loads', async () => {
    const { text } = await bundleRuntime();
    expect(gzipSync(text, { level: 9 }).length).toBeLessThan(350_000);
  });

  it('are classic scripts that wait by `then` and import nothing', async () => {
    const texts = [(await bundleRuntime()).text, (await bundleChunk('mcp')).text];
    for (const text of texts) {
      // node-inspect-extracted makes some to look at, so as to know them when it prints them; and a
      // sentence of pg's has the words.
      const found = /(?<!getPrototypeOf\(|an )\basync\s*(?:function|\(|\w+\s*=>)/.exec(text);
      expect(found?.[0]).toBeUndefined();
      expect(/\bimport\s*\(|\bimport\.meta\b|^export /m.exec(text)?.[0]).toBeUndefined();
    }
    expect(texts[0]).toMatch(
      /^globalThis\.leakproofStart=\(function\(leakproofBridge\)\{"use strict";/,
    );
  });

  it('are written once, also by two processes at a time', async () => {
    await ensureSandboxFiles();
    const before = await readFile(SANDBOX_FILES.runtime, 'utf8');
    await rm(SANDBOX_FILES.mcp);
    const script = `import('./src/sandbox/build/sandbox-files.ts').then((m) => m.ensureSandboxFiles((line) => console.log(line)))`;
    const run = async (): Promise<string> =>
      (await promisify(execFile)('npx', ['tsx', '-e', script])).stdout;
    const said = await Promise.all([run(), run()]);
    expect(said.join('')).toContain("Building the sandbox's runtime");
    expect(await readFile(SANDBOX_FILES.runtime, 'utf8')).toBe(before);
    expect(await readFile(SANDBOX_FILES.mcp, 'utf8')).toContain('McpServer');
    expect(await run()).toBe('');
  });

  it('are handed over in chunks where a program imports from them', () => {
    const sdk = `import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'; new McpServer({ name: 'a', version: '1' });`;
    expect(chunksOf(compile({ 'app.ts': sdk }))).toEqual(['mcp']);
    expect(chunksOf(compile({ 'app.ts': `import { z } from 'zod'; z.string();` }))).toEqual([]);
  });
});
