/**
 * A file server as plain as the plainest host: no special headers, no compression, no rewriting.
 * A site that works here, under any path, works wherever files can be put.
 */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';

export interface Site {
  /** The address of the site's first page, with a slash at its end. */
  readonly url: string;
  close(): Promise<void>;
}

export interface ServeOptions {
  /** The folder to serve; the built site unless told otherwise. */
  readonly root?: string;
  /** The path that the site lives under, such as `/docs/leakproof/`. */
  readonly prefix?: string;
  /** More folders, each under a path below the prefix, such as `{ 'pglite/': '…/dist' }`. */
  readonly mounts?: Readonly<Record<string, string>>;
  /** 0, the default, takes any free port. */
  readonly port?: number;
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.data': 'application/octet-stream',
  '.gz': 'application/gzip',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.sql': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.xml': 'application/xml; charset=utf-8',
};

const DIST = resolve(import.meta.dirname, '../../dist');

/** Serves a folder on this computer only, until it is closed. */
export async function serve(options: ServeOptions = {}): Promise<Site> {
  const root = resolve(options.root ?? DIST);
  const prefix = `/${options.prefix ?? ''}/`.replaceAll(/\/{2,}/g, '/');
  const mounts = Object.entries(options.mounts ?? {});
  const server = createServer((request, response) => {
    const mount = mounts.find(([path]) => request.url?.startsWith(prefix + path));
    const [folder, below] = mount ? [resolve(mount[1]), prefix + mount[0]] : [root, prefix];
    answer(folder, below, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(options.port ?? 0, '127.0.0.1', listening);
  });
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((closed, failed) => {
      server.close((error) => (error === undefined ? closed() : failed(error)));
      // A browser keeps its connections open; without this the close would wait for it.
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}${prefix}`, close };
}

async function answer(
  root: string,
  prefix: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    refuse(response, 405);
    return;
  }
  const asked = askedPath(prefix, request.url ?? '/');
  if (asked === undefined) {
    refuse(response, 404);
    return;
  }
  const path = resolve(join(root, asked));
  if (path !== root && !path.startsWith(root + sep)) {
    refuse(response, 404);
    return;
  }
  const file = await fileAt(asked === '' || asked.endsWith('/') ? join(path, 'index.html') : path);
  if (file === undefined) {
    refuse(response, 404);
    return;
  }
  response.writeHead(200, {
    'content-type': TYPES[extname(file.path)] ?? 'application/octet-stream',
    'content-length': file.size,
  });
  if (request.method === 'HEAD') response.end();
  else await pipeline(createReadStream(file.path), response);
}

/** The path below the prefix, decoded, or undefined when the request is not for this site. */
function askedPath(prefix: string, url: string): string | undefined {
  const [path = '/'] = url.split(/[?#]/, 1);
  if (!path.startsWith(prefix)) return undefined;
  try {
    const decoded = decodeURIComponent(path.slice(prefix.length));
    return decoded.includes('\0') ? undefined : decoded;
  } catch {
    return undefined;
  }
}

async function fileAt(path: string): Promise<{ path: string; size: number } | undefined> {
  try {
    const found = await stat(path);
    return found.isFile() ? { path, size: found.size } : undefined;
  } catch {
    return undefined;
  }
}

function refuse(response: ServerResponse, status: 404 | 405): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(status === 404 ? 'Not found\n' : 'Method not allowed\n');
}
