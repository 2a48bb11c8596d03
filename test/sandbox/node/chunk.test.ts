import { afterAll, beforeAll, expect, it } from 'vitest';
import { channelOf, type Sandbox } from '../../../src/contract/index.ts';
import { compileProgram } from '../../../src/sandbox/compile/compile-program.ts';
import { createSandboxHost } from '../../../src/sandbox/index.ts';
import { loadChunk } from '../../../src/sandbox/node/load-chunk.ts';
import {
  createNodeSandboxHost,
  type NodeSandboxHost,
} from '../../../src/sandbox/node/node-host.ts';
import { runScript } from '../hostile/run-script.ts';

let host: NodeSandboxHost;
let sandbox: Sandbox;
beforeAll(async () => {
  host = createNodeSandboxHost();
  sandbox = await createSandboxHost(channelOf(host.connect().port), { loadChunk }).start();
});
afterAll(() => {
  host.dispose();
});

it('hands the MCP SDK to a program that imports it, in every load', async () => {
  const program = compileProgram({
    'app.ts': `import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
export const attack = () => typeof new McpServer({ name: 'a', version: '1' }).connect;`,
  });
  for (const load of [1, 2]) {
    const ended = await runScript(sandbox, program);
    expect([load, ended]).toEqual([load, { kind: 'returned', value: 'function', cut: false }]);
  }
});

it('has no chunk of another name', async () => {
  await expect(loadChunk('__proto__')).rejects.toThrow('there is no __proto__');
});
