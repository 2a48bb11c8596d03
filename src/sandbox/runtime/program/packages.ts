import assert from 'assert/';
import events from 'events/';
import path from 'path-browserify';
import pg from 'pg';
import * as pgvector from 'pgvector/pg';
import * as zod from 'zod';
import { asyncHooks } from '../core/async-hooks.ts';
import { helpers } from '../core/helpers.ts';
import { timers } from '../core/timers.ts';
import { bufferModule } from '../node/buffer.ts';
import { consoleModule } from '../node/console.ts';
import { cryptoModule } from '../node/crypto.ts';
import { makeFileSystem } from '../node/file-system.ts';
import { processModule } from '../node/process.ts';
import { timersPromises } from '../node/timers-promises.ts';
import { utilModule } from '../node/util.ts';
import { followQueries } from '../pg/query-places.ts';
import { pinoModule } from '../stores/pino.ts';
import { redisModule } from '../stores/redis-module.ts';
import { urlModule } from '../web/url.ts';
import { CHUNKS } from '../chunks.ts';
import { bundleGlobals } from './bundle-globals.ts';
import { chunkModules } from './chunk.ts';
import type { Packages } from './loader.ts';

/** By the rules of assert.deepStrictEqual, as Node says. */
function isDeepStrictEqual(left: unknown, right: unknown): boolean {
  try {
    assert.deepStrictEqual(left, right);
    return true;
  } catch {
    return false;
  }
}

type Modules = Readonly<Record<string, unknown>>;

followQueries(pg.Client);

/** Node's own modules, which are found with `node:` and without. */
const NODE: Modules = {
  assert,
  'assert/strict': assert.strict,
  async_hooks: asyncHooks,
  buffer: bufferModule,
  console: consoleModule,
  crypto: cryptoModule,
  events,
  path,
  'path/posix': path,
  process: processModule,
  timers,
  'timers/promises': timersPromises,
  url: urlModule,
  util: { ...utilModule, isDeepStrictEqual },
  'util/types': utilModule.types,
};

const PACKAGES: Modules = {
  pg,
  'pgvector/pg': commonJs(pgvector),
  pino: pinoModule,
  redis: redisModule,
  zod: commonJs(zod),
  'zod/v4': commonJs(zod),
};

/** For modules that TypeScript's output or the bundle's own chunks ask for. */
const INTERNAL: Modules = { tslib: helpers, 'leakproof:globals': bundleGlobals };

/** The modules of one load, all but the program's own. */
export function packagesFor(): Packages {
  const { fs, promises } = makeFileSystem();
  const node: Modules = { ...NODE, fs, 'fs/promises': promises };
  return (request, importer) => {
    const name = request.startsWith('node:') ? request.slice('node:'.length) : request;
    if (Object.hasOwn(node, name)) return node[name];
    if (Object.hasOwn(PACKAGES, request)) return PACKAGES[request];
    if (Object.hasOwn(INTERNAL, request)) return INTERNAL[request];
    const chunk = Object.entries(CHUNKS).find(([, modules]) => modules.includes(request));
    if (chunk !== undefined) return chunkModules(chunk[0], forChunk)[request];
    throw absent(request, importer, Object.keys(node));
  };
}

/** What a chunk of the bundle imports from the rest of it. */
function forChunk(request: string): unknown {
  const found = PACKAGES[request] ?? INTERNAL[request] ?? NODE[request.replace(/^node:/, '')];
  if (found === undefined) throw new Error(`The chunk asks for ${request}.`);
  return found;
}

/** An ES module as CommonJS gives it, so that `import z from 'zod'` finds its default. */
function commonJs(namespace: object): object {
  return Object.assign(Object.defineProperty({}, '__esModule', { value: true }), namespace);
}

function absent(request: string, importer: string, node: readonly string[]): Error {
  const have = [...Object.keys(PACKAGES), ...Object.values(CHUNKS).flat()].sort().join(', ');
  const ofNode = [...node].sort().map((name) => `node:${name}`);
  return Object.assign(
    new Error(
      `${importer} imports '${request}', which this sandbox does not have. ` +
        `It has ${have}, and of Node ${ofNode.join(', ')}.`,
    ),
    { code: 'MODULE_NOT_FOUND' },
  );
}
