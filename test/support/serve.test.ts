import { request } from 'node:http';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serve, type Site } from './serve.ts';

let folder: string;
let site: Site;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leakproof-serve-'));
  await mkdir(join(folder, 'site/lesson'), { recursive: true });
  await writeFile(join(folder, 'secret.txt'), 'outside');
  await writeFile(join(folder, 'site/index.html'), '<title>first</title>');
  await writeFile(join(folder, 'site/lesson/index.html'), '<title>lesson</title>');
  await writeFile(join(folder, 'site/engine.wasm'), new Uint8Array([0, 97, 115, 109]));
  site = await serve({ root: join(folder, 'site'), prefix: 'docs/book' });
});

afterAll(async () => {
  await site.close();
  await rm(folder, { recursive: true });
});

/** Asks for a path as it is written: `fetch` would tidy up the dots before it asks. */
function rawStatus(path: string): Promise<number | undefined> {
  const { hostname, port } = new URL(site.url);
  return new Promise((answered, failed) => {
    request({ hostname, port, path }, (response) => {
      response.resume();
      answered(response.statusCode);
    })
      .on('error', failed)
      .end();
  });
}

describe('the static server', () => {
  it('serves the index of a folder under its prefix', async () => {
    expect(site.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/docs\/book\/$/);
    expect(await (await fetch(site.url)).text()).toContain('first');
    expect(await (await fetch(`${site.url}lesson/?a=1`)).text()).toContain('lesson');
  });

  it('names the type of WebAssembly and adds no header of its own', async () => {
    const response = await fetch(`${site.url}engine.wasm`);
    expect(response.headers.get('content-type')).toBe('application/wasm');
    const names = [...response.headers.keys()].sort();
    expect(names).toEqual(['connection', 'content-length', 'content-type', 'date', 'keep-alive']);
  });

  it.each(['missing.js', 'lesson', 'index.html/', '%00', '%E0%A4%A'])(
    'answers 404 for %s',
    async (path) => {
      expect(await rawStatus(new URL(site.url).pathname + path)).toBe(404);
    },
  );

  it.each([
    '/',
    '/docs/',
    '/docs/book',
    '/docs/book/../../secret.txt',
    '/docs/book/%2e%2e/secret.txt',
  ])('serves nothing outside its folder or prefix: %s', async (path) => {
    expect(await rawStatus(path)).toBe(404);
  });

  it('closes while a browser still holds a connection open', async () => {
    const other = await serve({ root: join(folder, 'site') });
    await (await fetch(other.url)).text();
    await other.close();
    await expect(fetch(other.url)).rejects.toThrow();
  });
});
