import * as client from '@modelcontextprotocol/sdk/client/index.js';
import * as inMemory from '@modelcontextprotocol/sdk/inMemory.js';
import * as server from '@modelcontextprotocol/sdk/server/index.js';
import * as mcp from '@modelcontextprotocol/sdk/server/mcp.js';
import * as types from '@modelcontextprotocol/sdk/types.js';

const SDK = '@modelcontextprotocol/sdk';

/** The chunk `mcp`: its modules by the names under which programs import them. See chunks.ts. */
export const modules: Readonly<Record<string, unknown>> = {
  [`${SDK}/client/index.js`]: client,
  [`${SDK}/inMemory.js`]: inMemory,
  [`${SDK}/server/index.js`]: server,
  [`${SDK}/server/mcp.js`]: mcp,
  [`${SDK}/types.js`]: types,
};
