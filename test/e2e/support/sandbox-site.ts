/** A server that sees every request, with a page on it that starts realms. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { json } from 'node:stream/consumers';
import { chromium, type Browser, type Page } from 'playwright';
import { afterAll, beforeAll } from 'vitest';
import { build, type Rolldown } from 'vite';
import { ensureFrameFiles, FRAME_FILES } from '../../../src/sandbox/frame/node/frame-files.ts';
import { deferred } from '../../support/deferred.ts';
import { launchArgs, takeChromium } from '../../support/find-chromium.ts';

/** Below this everything is answered, to any origin, and noted. */
const WATCHED = '/watched/';

export interface SandboxSite {
  /** The address of what is watched, with a slash at its end. */
  readonly watched: string;
  /** The paths below {@link SandboxSite.watched} that were asked for so far. */
  readonly seen: readonly string[];
  /** Forgets them. */
  forget(): void;
  /** Where a page that the test can no longer speak with posts JSON, and the first that comes. */
  readonly reports: string;
  report(): Promise<unknown>;
  /** The hash of the frame's script, which a strict policy names. */
  readonly frameHash: string;
  /** Opens the page, in a context of its own, under a Content-Security-Policy where one is given. */
  open(policy?: string): Promise<Page>;
  /** Resolves when this path has been asked for. */
  arrival(path: string): Promise<void>;
}

export function useSandboxSite(): SandboxSite {
  const seen: string[] = [];
  const waiting = new Map<string, () => void>();
  let policy: string | undefined;
  let script = '';
  let browser: Browser;
  let url = '';
  let frameHash = '';
  const reported = deferred<unknown>();
  const note = (path: string): void => {
    seen.push(path);
    waiting.get(path)?.();
  };
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    response.setHeader('access-control-allow-origin', '*');
    if (path.startsWith(WATCHED)) {
      note(path.slice(WATCHED.length));
      response.setHeader('content-type', 'text/javascript');
      response.end('/* reached */');
    } else if (path === '/report') {
      json(request).then(reported.resolve, reported.resolve);
      response.end();
    } else if (path === '/page.js') {
      response.setHeader('content-type', 'text/javascript');
      response.end(script);
    } else if (path === '/') {
      if (policy !== undefined) response.setHeader('content-security-policy', policy);
      response.setHeader('content-type', 'text/html');
      response.end('<!doctype html><title>Page</title><body><script src="/page.js"></script>');
    } else {
      response.writeHead(404).end();
    }
  });
  server.on('upgrade', (request, socket) => {
    note((request.url ?? '').slice(WATCHED.length));
    socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
  });
  beforeAll(async () => {
    await ensureFrameFiles();
    frameHash = await readFile(FRAME_FILES.hash, 'utf8');
    script = await bundlePage();
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { executablePath } = takeChromium();
    browser = await chromium.launch({ executablePath, args: launchArgs() });
  });
  afterAll(async () => {
    await (browser as Browser | undefined)?.close();
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  return {
    get watched() {
      return url + WATCHED;
    },
    get reports() {
      return `${url}/report`;
    },
    get frameHash() {
      return frameHash;
    },
    seen,
    forget: () => {
      seen.length = 0;
    },
    report: () => reported.promise,
    async open(wanted) {
      policy = wanted;
      const page = await (await browser.newContext()).newPage();
      await page.goto(`${url}/`);
      await page.waitForFunction(() => 'sandboxPage' in window);
      return page;
    },
    arrival: (path) =>
      new Promise((arrived) => {
        if (seen.includes(path)) arrived();
        else waiting.set(path, arrived);
      }),
  };
}

async function bundlePage(): Promise<string> {
  const [built] = (await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      lib: {
        entry: resolve(import.meta.dirname, 'sandbox-page.ts'),
        formats: ['iife'],
        name: 'page',
      },
    },
  })) as Rolldown.RolldownOutput[];
  return built?.output[0].code ?? '';
}
