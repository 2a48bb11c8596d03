import { beforeAll, describe, expect, test } from 'vitest';
import { EditorTypes } from './editor-types.ts';

let types: EditorTypes;
beforeAll(async () => {
  types = await EditorTypes.load();
});
const errorsIn = (files: Readonly<Record<string, string>>): string[] => types.errorsIn(files);

describe('the editor knows the types of', () => {
  test('the driver, through files that import each other with and without their ending', () => {
    expect(
      errorsIn({
        'db.ts': `
          import pg, { Pool, type PoolClient } from 'pg';
          export const pool = new Pool({ max: 1, connectionString: process.env.DATABASE_URL });
          export async function withClient<T>(use: (client: PoolClient) => Promise<T>): Promise<T> {
            const client = await pool.connect();
            try { return await use(client); } finally { client.release(); }
          }
          export const escaped: string = pg.escapeIdentifier('x');
          pool.on('error', (error) => console.error(error.message));`,
        'handlers.ts': `
          import { registerTypes } from 'pgvector/pg';
          import { withClient } from './db';
          import { pool } from './db.ts';
          export async function getDocument(session: { tenantId: string }, id: number) {
            const { rows } = await pool.query<{ title: string }>('SELECT title FROM documents WHERE id = $1', [id]);
            await withClient(async (client) => { await registerTypes(client); });
            return rows[0]?.title.toUpperCase() ?? session.tenantId;
          }`,
      }),
    ).toEqual([]);
  });

  test('the language as the sandbox has it, with what ends with its block', () => {
    expect(
      errorsIn({
        'tenant.ts': `
          import { open } from 'node:fs/promises';
          import { Pool, type PoolClient } from 'pg';
          class Unit implements AsyncDisposable {
            constructor(readonly client: PoolClient) {}
            async [Symbol.asyncDispose](): Promise<void> { this.client.release(); }
          }
          export async function count(pool: Pool, ids: Set<string>): Promise<number> {
            await using unit = new Unit(await pool.connect());
            await using file = await open('/tmp/x');
            using timer = setTimeout(() => console.log('late'), 10);
            const { rows } = await unit.client.query<{ id: string }>('SELECT id FROM documents');
            const byId = Object.groupBy(rows, (row) => row.id);
            const seen = ids.union(new Set(Object.keys(byId)));
            return [...seen].toSorted().length + file.fd + Number(timer);
          }`,
      }),
    ).toEqual([]);
    // One of these in grade, on Node 20, would be a ReferenceError.
    expect(errorsIn({ 'a.ts': 'new AsyncDisposableStack();' })).toEqual([
      expect.stringMatching(/^a\.ts:1: Cannot find name 'AsyncDisposableStack'/),
    ]);
  });

  test('schemas and the MCP SDK', () => {
    expect(
      errorsIn({
        'server.ts': `
          import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
          import { Client } from '@modelcontextprotocol/sdk/client/index.js';
          import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
          import * as z from 'zod';
          const Id = z.object({ id: z.number() });
          export const parse = (value: unknown): number => Id.parse(value).id;
          export function createServer(): McpServer {
            const server = new McpServer({ name: 'documents', version: '1.0.0' });
            server.registerTool('get', { inputSchema: { id: z.number() } }, async ({ id }) => ({
              content: [{ type: 'text', text: id.toFixed() }],
            }));
            return server;
          }
          export async function connect(client: Client): Promise<void> {
            const [one, other] = InMemoryTransport.createLinkedPair();
            await Promise.all([createServer().connect(one), client.connect(other)]);
          }`,
      }),
    ).toEqual([]);
  });

  test('Node’s modules, the cache, the logger and what needs no import', () => {
    expect(
      errorsIn({
        'app.ts': `
          import assert from 'node:assert';
          import { AsyncLocalStorage } from 'node:async_hooks';
          import { createHash, createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
          import { EventEmitter } from 'node:events';
          import * as fs from 'node:fs';
          import { mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
          import path from 'node:path';
          import { setTimeout as sleep } from 'node:timers/promises';
          import { inspect } from 'node:util';
          import { createClient } from 'redis';
          import pino from 'pino';

          const context = new AsyncLocalStorage<{ tenant: string }>();
          const cache = createClient();
          const log = pino({ level: 'info' });
          const emitter = new EventEmitter();

          export async function exportReport(id: string): Promise<string> {
            const tenant = context.getStore()?.tenant;
            assert(tenant !== undefined, 'no tenant');
            const folder: string = path.join('/exports', tenant);
            await mkdir(folder, { recursive: true });
            await writeFile(path.resolve(folder, id + '.json'), '{}', 'utf8');
            const text: string = await readFile(await realpath(folder), 'utf8');
            const bytes: Buffer = fs.readFileSync(folder);
            await cache.set('report:' + id, text, { EX: 60, NX: true });
            const [hit = null] = await cache.mGet(['report:' + id]);
            const { keys } = await cache.scan(0, { MATCH: 'report:*' });
            const digest: string = createHash('sha256').update(bytes).digest('hex');
            const mac: Buffer = createHmac('sha256', randomBytes(16)).update(id).digest();
            emitter.emit('exported', randomUUID());
            await sleep(5);
            setTimeout(() => log.info({ tenant, keys: keys.length }, 'exported'), 10).unref();
            if (!timingSafeEqual(mac, Buffer.from(digest, 'hex'))) log.warn(inspect(hit));
            queueMicrotask(() => console.log(new URL('http://a/b').pathname));
            return text;
          }`,
      }),
    ).toEqual([]);
  });
});

test.each([
  ["import { exec } from 'node:child_process';", /Cannot find module 'node:child_process'/],
  ["import express from 'express';", /Cannot find module 'express'/],
  ["import { createReadStream } from 'node:fs';", /no exported member 'createReadStream'/],
  ["document.title = 'x';", /Cannot find name 'document'/],
  ["await fetch('https://example.com');", /Cannot find name 'fetch'/],
  ['export const f = (a) => a;', /implicitly has an 'any' type/],
  [
    "import { Pool } from 'pg'; export const n: number = (await new Pool().query('x')).rowCount;",
    /null/,
  ],
])('it underlines %s', (code, message) => {
  expect(errorsIn({ 'app.ts': code }).join('\n')).toMatch(message);
});
