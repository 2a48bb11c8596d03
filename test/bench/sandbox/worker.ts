/** Runs beside the databases, where the checks would. */
import { channelOf, type Sandbox } from '../../../src/contract/index.ts';
import { bootPglite } from '../../../src/database/boot.ts';
import { openDatabase } from '../../../src/database/index.ts';
import { compileProgram } from '../../../src/sandbox/compile/compile-program.ts';
import { createSandboxHost } from '../../../src/sandbox/index.ts';
import { downloadAssets } from '../../support/open-database.ts';
import type { SandboxFigures } from './figures.ts';

export interface BenchRequest {
  readonly port: MessagePort;
}

const ROUNDS = 7;
const QUERIES = 400;
/** As many as a small service keeps. */
const CLIENTS = 8;
const SQL = 'SELECT $1::int AS n, current_user AS who';

const PROGRAM = compileProgram({
  'app.ts': `import { Pool } from 'pg';
const pool = new Pool({ connectionString: 'postgres://app:secret@db.internal:5432/app', max: 1 });
interface Asked { query(sql: string, values: unknown[]): Promise<{ rows: { n: number }[] }> }
async function sum(of: Asked, queries: number): Promise<number> {
  let sum = 0;
  for (let i = 0; i < queries; i++) sum += (await of.query('${SQL}', [i])).rows[0].n;
  return sum;
}
export const askPool = (queries: number): Promise<number> => sum(pool, queries);
const many = new Pool({ connectionString: 'postgres://app:secret@db.internal:5432/app', max: ${CLIENTS} });
export async function askMany(queries: number): Promise<number> {
  const clients = await Promise.all(Array.from({ length: ${CLIENTS} }, () => many.connect()));
  let next = 0;
  const work = async (client: Asked): Promise<number> => {
    let sum = 0;
    while (next < queries) sum += (await client.query('${SQL}', [next++])).rows[0].n;
    return sum;
  };
  const sums = await Promise.all(clients.map(work));
  for (const client of clients) client.release();
  return sums.reduce((a, b) => a + b, 0);
}
export async function askClient(queries: number): Promise<number> {
  const client = await pool.connect();
  try {
    return await sum(client, queries);
  } finally {
    client.release();
  }
}`,
});

addEventListener('message', ({ data: { port } }: MessageEvent<BenchRequest>) => {
  measure(port).then(
    (figures) => postMessage(figures),
    (error: unknown) => postMessage(String(error)),
  );
});

async function measure(port: MessagePort): Promise<SandboxFigures> {
  const assets = await downloadAssets();
  const raw = await bootPglite(assets);
  const database = await openDatabase(assets);
  await database.superuser('CREATE ROLE app LOGIN');
  const host = createSandboxHost(channelOf(port), { answer: 60_000 });
  const starts: number[] = [];
  const direct: number[] = [];
  const client: number[] = [];
  const pool: number[] = [];
  const clients: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const asked = performance.now();
    const sandbox = await host.start();
    starts.push(performance.now() - asked);
    direct.push(
      await rate(async () => {
        for (let i = 0; i < QUERIES; i++) await raw.query(SQL, [i]);
      }),
    );
    await database.serve({ mode: 'transaction', users: { app: 'app' } }, async (server) => {
      sandbox.onConnect((connection, channel) => {
        server.accept(connection, channel);
      });
      await load(sandbox);
      // The connection is made before the clock runs, as it is for the other side.
      await ask(sandbox, 'askPool', 1);
      await ask(sandbox, 'askMany', CLIENTS);
      clients.push(await rate(() => ask(sandbox, 'askMany', QUERIES)));
      client.push(await rate(() => ask(sandbox, 'askClient', QUERIES)));
      pool.push(await rate(() => ask(sandbox, 'askPool', QUERIES)));
    });
    sandbox.kill();
  }
  return { starts, direct, clients, client, pool };
}

async function load(sandbox: Sandbox): Promise<void> {
  if ('message' in PROGRAM) throw new Error(PROGRAM.message);
  await sandbox.load(PROGRAM, { env: {}, files: {}, gated: false });
}

async function ask(sandbox: Sandbox, name: string, queries: number): Promise<void> {
  const outcome = await sandbox.call('app.ts', name, [queries]).outcome;
  const sum = (queries * (queries - 1)) / 2;
  if (outcome.kind === 'returned' && outcome.value === sum) return;
  throw new Error(`The program answered ${JSON.stringify(outcome)}`);
}

/** Queries per second. */
async function rate(run: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await run();
  return (QUERIES * 1000) / (performance.now() - start);
}
