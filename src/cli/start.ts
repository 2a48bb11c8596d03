import { parseArgs } from 'node:util';
import { build, preview } from 'vite';
import { ROOT } from './lesson-code.ts';

/** `npm start`: builds the site and serves it as any plain host would. `--port N`, `--host`. */
const { values } = parseArgs({
  options: { port: { type: 'string', default: '4173' }, host: { type: 'boolean', default: false } },
});
process.stdout.write('Building the workbook…\n');
await build({ root: ROOT, logLevel: 'warn' });
const server = await preview({
  root: ROOT,
  logLevel: 'warn',
  preview: { port: Number(values.port), host: values.host },
});
const { local, network } = server.resolvedUrls ?? { local: [], network: [] };
for (const url of [...local, ...network]) process.stdout.write(`Leakproof is at ${url}\n`);
process.stdout.write('Ctrl+C ends it.\n');
