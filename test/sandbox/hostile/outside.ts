import { CONFINED, script, type HostileScript } from './script.ts';

const absent = (
  name: string,
  tries: string,
  names: readonly string[],
  stoppedBy: string,
): HostileScript =>
  script(
    name,
    { tries, stoppedBy },
    `export function attack() {
  const there = ${JSON.stringify(names)}.filter((name) => {
    try { return new Function('return typeof ' + name)() !== 'undefined'; } catch { return false; }
  });
  return there.length === 0 ? 'confined' : there.join();
}`,
    CONFINED,
  );

/** The network, storage, other threads, the page, and files outside. */
export const OUTSIDE: readonly HostileScript[] = [
  absent(
    'fetch and its like',
    'to send what it learned somewhere',
    [
      'fetch',
      'XMLHttpRequest',
      'WebSocket',
      'EventSource',
      'WebTransport',
      'RTCPeerConnection',
      'Request',
      'navigator.sendBeacon',
    ],
    'they are not there; in a browser the frame’s policy also allows no address, in Node this is the only wall (see README)',
  ),
  absent(
    'scripts and threads',
    'to load more code, or to run beside the realm',
    [
      'importScripts',
      'Worker',
      'SharedWorker',
      'ServiceWorker',
      'navigator.serviceWorker',
      'WorkerGlobalScope',
      'WebAssembly',
    ],
    'they are not there',
  ),
  absent(
    'storage',
    'to keep something for later, or to read what the page keeps',
    [
      'indexedDB',
      'caches',
      'localStorage',
      'sessionStorage',
      'cookieStore',
      'navigator.storage',
      'document.cookie',
      'FileSystemHandle',
    ],
    'they are not there; in a browser the frame’s origin has no storage',
  ),
  absent(
    'the page and its neighbours',
    'to reach the page, or to talk to somebody of the same origin',
    [
      'window',
      'document',
      'parent',
      'top',
      'opener',
      'self',
      'postMessage',
      'BroadcastChannel',
      'MessageChannel',
      'MessagePort',
      'onmessage',
      'addEventListener',
      'location',
      'navigator',
      'name',
      'close',
    ],
    'they are not there',
  ),
  script(
    'a database elsewhere',
    {
      tries: 'to make pg connect to another host',
      stoppedBy: 'a socket is a channel to the lesson’s PostgreSQL, whatever host it names',
    },
    `import { Client } from 'pg';
export async function attack() {
  const hosts = ['169.254.169.254', 'example.com', '127.0.0.1'];
  for (const host of hosts) {
    const client = new Client({ host, port: 80, user: 'x', database: 'x' });
    client.on('error', () => {});
    try { await client.connect(); return 'connected to ' + host; } catch {}
  }
  return 'confined';
}`,
    CONFINED,
  ),
  script(
    'a socket in the file system',
    { tries: 'to make pg connect to a Unix socket', stoppedBy: 'there is none: ENOENT' },
    `import { Client } from 'pg';
export async function attack() {
  const client = new Client({ host: '/var/run/postgresql', user: 'x', database: 'x' });
  client.on('error', () => {});
  await client.connect();
}`,
    { throws: /ENOENT/ },
  ),
  script(
    'TLS to somewhere',
    { tries: 'to make pg open a TLS connection', stoppedBy: 'there is no TLS' },
    `import { Client } from 'pg';
export async function attack() {
  const client = new Client({ host: 'example.com', ssl: true, user: 'x', database: 'x' });
  client.on('error', () => {});
  try { await client.connect(); return 'connected'; } catch { return 'confined'; }
}`,
    CONFINED,
  ),
  script(
    'files of the disk',
    {
      tries: 'to read the password file, the environment, its own script, the project',
      stoppedBy:
        'node:fs is an in-memory file system; the process may read two files, by Node’s permissions',
    },
    `import fs from 'node:fs';
export function attack() {
  for (const path of ['/etc/passwd', '/etc/hostname', '/proc/self/environ', '/proc/self/cmdline', '/proc/self/maps', '/dev/zero', '/work', '/root', '/home', process.argv[1]!, process.execPath, '../../../../etc/passwd', '/tmp/../etc/passwd', 'file:///etc/passwd']) {
    try { fs.readFileSync(path); return 'read ' + path; } catch {}
    try { const names = fs.readdirSync(path); if (names.length > 0) return 'listed ' + path; } catch {}
  }
  return 'confined';
}`,
    CONFINED,
  ),
  script(
    'links out of the file system',
    {
      tries: 'to follow a link to a file of the disk',
      stoppedBy: 'the link leads into the same memory',
    },
    `import fs from 'node:fs';
export function attack() {
  fs.symlinkSync('/etc/passwd', '/tmp/link'); fs.symlinkSync('/', '/tmp/root');
  for (const path of ['/tmp/link', '/tmp/root/etc/passwd']) { try { fs.readFileSync(path); return path; } catch {} }
  return 'confined';
}`,
    CONFINED,
  ),
  script(
    'writing to the disk',
    {
      tries: 'to leave a file behind',
      stoppedBy: 'it is written to memory, and gone with the load',
    },
    `import fs from 'node:fs';
export function attack() { fs.mkdirSync('/etc', { recursive: true }); fs.writeFileSync('/etc/leakproof-was-here', 'x'); return fs.readFileSync('/etc/leakproof-was-here', 'utf8') === 'x' ? 'confined' : 'odd'; }`,
    CONFINED,
  ),
  script(
    'the environment',
    { tries: 'to read secrets of whoever runs the checks', stoppedBy: 'it is the lesson’s own' },
    `export function attack() { return Object.keys(process.env).filter((key) => key !== 'LESSON').length === 0 ? 'confined' : Object.keys(process.env).join(); }`,
    CONFINED,
  ),
];
