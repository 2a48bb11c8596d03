import { beforeAll, describe, expect, it } from 'vitest';
import { inBoth } from './file-programs.ts';
import { TestRealm } from './realm.ts';

/** Bodies of `main(root)`. A folder of the real file system and the realm's must answer the same. */
const PROGRAMS: Readonly<Record<string, string>> = {
  reading: `return [await fsp.readFile(at('a.txt'), 'utf8'), (await fsp.readFile(at('a.txt'))).length, await fsp.readFile(at('link'), { encoding: 'utf8' }), fs.readFileSync(at('a.txt')).toString('hex')];`,
  absent: `return [await fails(fsp.readFile(at('none'), 'utf8')), await fails(fsp.readdir(at('none'))), await fails(fsp.stat(at('none'))), await fails(fsp.unlink(at('none'))), await fails(fsp.realpath(at('none/x'))), await fails(fsp.access(at('none'))), await fails(fsp.open(at('none')))];`,
  folders: `
    await fsp.mkdir(at('d/e/f'), { recursive: true }); await fsp.writeFile(at('d/e/x'), '1');
    return [(await fsp.readdir(at('d/e'))).sort(), await fails(fsp.mkdir(at('d'))), await fails(fsp.rmdir(at('d'))), await fails(fsp.readFile(at('d'))), (await fsp.readdir(at('d'), { withFileTypes: true })).map((e) => [e.name, e.isDirectory()]),
      await fails(fsp.rm(at('none'))), await fsp.rm(at('none'), { force: true }), await fsp.rm(at('d'), { recursive: true }), fs.existsSync(at('d'))];`,
  writing: `
    await fsp.writeFile(at('w'), 'one'); await fsp.appendFile(at('w'), ' two'); await fsp.copyFile(at('w'), at('v')); await fsp.rename(at('v'), at('u'));
    await fsp.truncate(at('w'), 3);
    return [await fsp.readFile(at('w'), 'utf8'), await fsp.readFile(at('u'), 'utf8'), await fails(fsp.writeFile(at('no/such'), 'x')), await fails(fsp.writeFile(at('w'), 'x', { flag: 'wx' })), await fails(fsp.copyFile(at('none'), at('x'))), (await fsp.stat(at('u'))).size];`,
  links: `
    await fsp.symlink('a.txt', at('rel')); await fsp.symlink(at('none'), at('dangling'));
    return [await fsp.readlink(at('rel')), (await fsp.realpath(at('rel'))).endsWith('/a.txt'), (await fsp.lstat(at('rel'))).isSymbolicLink(), (await fsp.stat(at('rel'))).isFile(), await fails(fsp.readFile(at('dangling'))), await fails(fsp.readlink(at('a.txt'))),
      await fails(fsp.symlink('x', at('rel'))), (await fsp.realpath(at('folder/up/a.txt'))).endsWith('/a.txt')];`,
  'loops of links': `await fsp.symlink(at('l2'), at('l1')); await fsp.symlink(at('l1'), at('l2')); return [(await fails(fsp.readFile(at('l1')))).code];`,
  modes: `
    await fsp.writeFile(at('m'), 'x', { mode: 0o640 }); await fsp.chmod(at('a.txt'), 0o400);
    return [((await fsp.stat(at('m'))).mode & 0o777).toString(8), ((await fsp.stat(at('a.txt'))).mode & 0o777).toString(8)];`,
  handles: `
    const h = await fsp.open(at('h'), 'w+'); await h.writeFile('hello'); const got = await h.read(Buffer.alloc(5), 0, 5, 1); const size = (await h.stat()).size; await h.close();
    const again = await fsp.open(at('h')); const text = await again.readFile('utf8'); await again.close();
    return [got.bytesRead, got.buffer.toString('latin1').replace(/\\0/g, '.'), size, text];`,
  'callbacks and descriptors': `
    const read = await new Promise((done) => fs.readFile(at('a.txt'), 'utf8', (e, text) => done([e, text])));
    const none = await new Promise((done) => fs.readFile(at('none'), (e) => done(e && e.code)));
    const fd = fs.openSync(at('a.txt'), 'r'); const b = Buffer.alloc(2); fs.readSync(fd, b, 0, 2, 0); fs.closeSync(fd);
    return [read, none, b.toString(), await new Promise((done) => fs.exists(at('a.txt'), done)), fails2(() => fs.readFile(at('x') as any, 'utf8' as any))];`,
  'odd paths': `return [await fails(fsp.readFile('/a\\0b')), (await fails(fsp.readFile(5.5 as never))).code, (await fails(fsp.readFile(null as never))).code, await fsp.readFile(new URL('file://' + at('a.txt')), 'utf8'), await fsp.readFile(Buffer.from(at('a.txt')), 'utf8'), (await fails(fsp.readFile(''))).code];`,
};

describe('the file system', () => {
  let realm: TestRealm;
  beforeAll(async () => {
    realm = await TestRealm.start();
  });

  it.each(Object.entries(PROGRAMS))('answers as in Node: %s', async (_name, body) => {
    const answers = await inBoth(realm, body);
    expect(answers.realm).toEqual(answers.node);
  });

  it('refuses what the mode forbids, as to a user who is not root', async () => {
    // Not compared with Node: tests may run as root, who is refused nothing.
    await realm.load(
      {
        'app.ts': `
          import { chmod, readFile, writeFile, readdir } from 'node:fs/promises';
          const code = (p: Promise<unknown>) => p.then(() => 'done', (e) => e.message);
          export async function main() {
            await chmod('/data/a', 0o200); const read = await code(readFile('/data/a'));
            await chmod('/data/a', 0o400); const write = await code(writeFile('/data/a', 'x'));
            await chmod('/data', 0o000); const list = await code(readdir('/data'));
            return [read, write, list];
          }`,
      },
      { files: { '/data/a': { text: 'x' } } },
    );
    expect(await realm.value('main')).toEqual([
      "EACCES: permission denied, open '/data/a'",
      "EACCES: permission denied, open '/data/a'",
      "EACCES: permission denied, scandir '/data'",
    ]);
  });

  it('has the files of its world after the next load, or those that the load before left', async () => {
    const source = {
      'app.ts': `
        import fs from 'node:fs';
        let calls = 0;
        export function main() {
          fs.mkdirSync('/data', { recursive: true });
          const there = fs.readdirSync('/data').sort();
          fs.rmSync('/data/a', { force: true });
          fs.writeFileSync('/data/b', 'x');
          return [there, (calls += 1)];
        }`,
    };
    const world = { files: { '/data/a': { text: 'x' } } };
    await realm.load(source, world);
    expect(await realm.value('main')).toEqual([['a'], 1]);
    await realm.load(source, { ...world, stores: 'kept' });
    expect(await realm.value('main')).toEqual([['b'], 1]);
    await realm.load(source, world);
    expect(await realm.value('main')).toEqual([['a'], 1]);
  });

  it('traces each path as given and with every link followed', async () => {
    await realm.load(
      {
        'app.ts': `
          import fs from 'fs'; import { readFile, rename, symlink } from 'fs/promises';
          export async function main() {
            await readFile('/tenants/acme/../acme/link', 'utf8');
            await readFile('/tenants/none').catch(() => {});
            await symlink('/tenants/globex/1', '/tenants/acme/new');
            await rename('/tenants/acme/own', '/tenants/acme/moved');
            fs.existsSync('relative');
            const handle = await (await import('fs/promises')).open('/tenants/acme/moved'); await handle.close();
          }`,
      },
      {
        files: {
          '/tenants/globex/1': { text: 'secret' },
          '/tenants/acme/own': { text: 'own' },
          '/tenants/acme/link': { link: '/tenants/globex/1' },
        },
      },
    );
    const { call, reply } = realm.ask('main');
    await reply;
    const seen = realm.trace.flatMap((event) =>
      event.kind === 'file' ? [[event.command, event.path, event.real, event.error]] : [],
    );
    expect(seen).toEqual([
      ['readFile', '/tenants/acme/link', '/tenants/globex/1', null],
      ['readFile', '/tenants/none', null, 'ENOENT'],
      ['symlink', '/tenants/acme/new', '/tenants/globex/1', null],
      ['rename', '/tenants/acme/own', '/tenants/acme/own', null],
      ['rename', '/tenants/acme/moved', '/tenants/acme/moved', null],
      ['exists', '/app/relative', null, null],
      ['open', '/tenants/acme/moved', '/tenants/acme/moved', null],
    ]);
    expect(new Set(realm.trace.map((event) => event.call))).toEqual(new Set([call]));
  });
});
