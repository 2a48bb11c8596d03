import { beforeAll, describe, expect, it } from 'vitest';
import { inBoth } from './file-programs.ts';
import { TestRealm } from './realm.ts';

/** `mine` and `theirs` are folders; a link in one points into the other. */
const PLANTED = `
  await fsp.mkdir(at('mine')); await fsp.mkdir(at('theirs/sub'), { recursive: true });
  await fsp.writeFile(at('theirs/1'), 'theirs'); await fsp.writeFile(at('theirs/sub/2'), 'theirs too');
  await fsp.symlink(at('theirs/1'), at('mine/file')); await fsp.symlink('../theirs', at('mine/dir')); await fsp.symlink(at('theirs/none'), at('mine/dangling'));
  const { constants } = fs;`;

/** What programs do with links, and what they find afterwards. The same in Node and in a realm. */
const PROGRAMS: Readonly<Record<string, string>> = {
  'lstat, stat, readlink and realpath': `return [
    (await fsp.lstat(at('mine/file'))).isSymbolicLink(), (await fsp.lstat(at('mine/file'))).isFile(), (await fsp.stat(at('mine/file'))).isFile(), (await fsp.lstat(at('mine/dir'))).isDirectory(), (await fsp.stat(at('mine/dir'))).isDirectory(),
    await fsp.readlink(at('mine/dir')), (await fsp.realpath(at('mine/file'))).endsWith('/theirs/1'), (await fsp.realpath(at('mine/dir/sub/2'))).endsWith('/theirs/sub/2'),
    await fails(fsp.realpath(at('mine/dangling'))), await fails(fsp.stat(at('mine/dangling'))), (await fsp.lstat(at('mine/dangling'))).isSymbolicLink(), await fails(fsp.access(at('mine/dangling'))), fs.existsSync(at('mine/dangling')), await fails(fsp.lstat(at('mine/none'))), await fails(fsp.readlink(at('theirs/1')))];`,
  'the entries of a folder': `return [(await fsp.readdir(at('mine'))).sort(), (await fsp.readdir(at('mine'), { withFileTypes: true })).map((e) => [e.name, e.isFile(), e.isDirectory(), e.isSymbolicLink()]).sort(), (await fsp.readdir(at('mine/dir'))).sort(), (await fsp.readdir(at('mine/dir'), { withFileTypes: true })).map((e) => [e.name, e.isFile(), e.isDirectory()]).sort(), (await fsp.readdir(at('mine'), { recursive: true })).sort(), await fails(fsp.readdir(at('mine/file')))];`,
  'unlink takes the link': `await fsp.unlink(at('mine/file')); await fsp.unlink(at('mine/dir')); await fsp.unlink(at('mine/dangling')); return tree();`,
  'rm takes the link': `await fsp.rm(at('mine/file')); await fsp.rm(at('mine/dir')); await fsp.rm(at('mine/dangling')); return tree();`,
  'rm with force and recursive takes the link': `await fsp.rm(at('mine/file'), { force: true }); await fsp.rm(at('mine/dir'), { recursive: true }); await fsp.rm(at('mine/dangling'), { recursive: true, force: true }); return tree();`,
  'rm of a folder takes the links in it': `await fsp.rm(at('mine'), { recursive: true }); return tree();`,
  'rmSync and unlinkSync': `fs.rmSync(at('mine/file')); fs.unlinkSync(at('mine/dir')); fs.rmSync(at('mine'), { recursive: true, force: true }); return tree();`,
  'through a linked folder': `await fsp.unlink(at('mine/dir/1')); await fsp.rm(at('mine/dir/sub'), { recursive: true }); await fsp.writeFile(at('mine/dir/3'), 'new'); await fsp.mkdir(at('mine/dir/d')); return tree();`,
  'rm of a folder without recursive': `return [await fails(fsp.rm(at('theirs'))), await fails(fsp.rmdir(at('mine/dir'))), await fails(fsp.unlink(at('theirs'))), await fails(fsp.rmdir(at('theirs'))), tree()];`,
  'rename moves the link': `await fsp.rename(at('mine/file'), at('mine/moved')); await fsp.rename(at('mine/dir'), at('mine/folder')); return tree();`,
  'rename replaces a link, and not its target': `await fsp.writeFile(at('new'), 'new'); await fsp.rename(at('new'), at('mine/file')); await fsp.writeFile(at('new'), 'newer'); await fsp.rename(at('new'), at('mine/dangling')); return tree();`,
  'rename of files and folders over each other': `return [await fails(fsp.rename(at('theirs'), at('mine/file'))), await fails(fsp.rename(at('theirs/1'), at('theirs/sub'))), await fails(fsp.rename(at('none'), at('x'))), await fails(fsp.rename(at('theirs'), at('theirs/sub/x'))), await fsp.rename(at('theirs/1'), at('theirs/1')), tree()];`,
  'open with O_NOFOLLOW': `
    const code = async (name: string, flags: number) => { try { const h = await fsp.open(at(name), flags); const text = await h.readFile('utf8'); await h.close(); return text; } catch (error) { return said(error); } };
    return [await code('mine/file', constants.O_RDONLY | constants.O_NOFOLLOW), await code('mine/dangling', constants.O_RDONLY | constants.O_NOFOLLOW), await code('theirs/1', constants.O_RDONLY | constants.O_NOFOLLOW), await code('mine/dir/1', constants.O_RDONLY | constants.O_NOFOLLOW), await code('mine/none', constants.O_RDONLY | constants.O_NOFOLLOW), await code('mine/file', constants.O_RDONLY),
      await fails(fsp.readFile(at('mine/file'), { flag: constants.O_RDONLY | constants.O_NOFOLLOW })), await fails(fsp.writeFile(at('mine/file'), 'x', { flag: constants.O_WRONLY | constants.O_TRUNC | constants.O_NOFOLLOW })), await fails(fsp.open(at('mine/file'), constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL)), fails2(() => fs.openSync(at('mine/file'), constants.O_RDONLY | constants.O_NOFOLLOW)), tree()];`,
  'open with O_DIRECTORY': `const dir = await fsp.open(at('theirs'), constants.O_RDONLY | constants.O_DIRECTORY); await dir.close(); return [await fails(fsp.open(at('theirs/1'), constants.O_RDONLY | constants.O_DIRECTORY)), await fails(fsp.open(at('mine/dir'), constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW))];`,
  'wx meets a link': `return [await fails(fsp.writeFile(at('mine/file'), 'x', { flag: 'wx' })), await fails(fsp.writeFile(at('mine/dangling'), 'x', { flag: 'wx' })), await fails(fsp.open(at('mine/dangling'), 'wx')), await fails(fsp.open(at('theirs/1'), 'ax')), await fails(fsp.copyFile(at('a.txt'), at('mine/file'), constants.COPYFILE_EXCL)), tree()];`,
  'writing follows a link': `await fsp.writeFile(at('mine/file'), 'changed'); await fsp.writeFile(at('mine/dangling'), 'made'); await fsp.appendFile(at('mine/file'), '!'); await fsp.truncate(at('mine/dangling'), 2); return tree();`,
  'copyFile, cp and link': `await fsp.copyFile(at('mine/file'), at('copy')); await fsp.copyFile(at('a.txt'), at('mine/file')); await fsp.link(at('theirs/sub/2'), at('hard')); await fsp.writeFile(at('hard'), 'both'); await fsp.unlink(at('hard')); return [await fails(fsp.link(at('a.txt'), at('mine/file'))), tree()];`,
  'mkdir meets a link': `return [await fails(fsp.mkdir(at('mine/dir'))), await fsp.mkdir(at('mine/dir'), { recursive: true }), await fails(fsp.mkdir(at('mine/dangling'))), await fails(fsp.mkdir(at('mine/file'))), await fails(fsp.mkdir(at('mine/file'), { recursive: true })), await fails(fsp.mkdir(at('theirs/1/x'), { recursive: true })), tree()];`,
  loops: `await fsp.symlink('two', at('one')); await fsp.symlink('one', at('two')); return [await fails(fsp.readFile(at('one'))), await fails(fsp.realpath(at('one'))), await fails(fsp.stat(at('one'))), (await fsp.lstat(at('one'))).isSymbolicLink(), fs.existsSync(at('one')), await fails(fsp.writeFile(at('one'), 'x')), await fsp.unlink(at('one')), tree()];`,
  'two dots after a link are of where it leads': `await fsp.symlink(at('theirs/sub'), at('mine/deep')); return [await fsp.readFile(at('mine/deep') + '/../1', 'utf8'), await fails(fsp.readFile(at('mine/deep') + '/../file')), (await fsp.realpath(at('mine/deep') + '/..')).endsWith('/theirs'), await fails(fsp.readFile(at('a.txt') + '/../a.txt')), await fails(fsp.readFile(at('none') + '/../a.txt')), await fsp.readFile(at('mine/./../a.txt'), 'utf8'), await fsp.readFile(at('mine//..//a.txt'), 'utf8')];`,
  'slashes and dots at the end': `return [await fails(fsp.readFile(at('a.txt') + '/')), await fails(fsp.readFile(at('a.txt') + '/.')), await fails(fsp.readlink(at('mine/dir') + '/')), (await fsp.lstat(at('mine/dir') + '/')).isDirectory(), (await fsp.readdir(at('mine/dir') + '/.')).sort(), await fails(fsp.stat(at('a.txt') + '/')), await fails(fsp.readFile(at('a.txt '))), await fails(fsp.readFile(at('a.txt.'))), tree()];`,
  'names that are too long': `const long = 'x'.repeat(256); return [(await fails(fsp.readFile(at(long)))).code, (await fails(fsp.writeFile(at(long), ''))).code, (await fails(fsp.readFile(at('y/'.repeat(2100))))).code, await fsp.writeFile(at('x'.repeat(255)), 'fits'), fs.existsSync(at(long)), tree().length];`,
  'names that no file has': `return [(await fails(fsp.readFile(at('a\\0b')))).code, (await fails(fsp.writeFile(at('a.txt\\0.json'), 'x'))).code, (await fails(fsp.stat([at('a.txt')] as never))).code, (await fails(fsp.readFile({ toString: () => at('a.txt') } as never))).code, (await fails(fsp.unlink(undefined as never))).code, (await fails(fsp.readdir(at('%2e%2e')))).code, await fsp.writeFile(at('..\\\\a.txt'), 'a backslash is a letter'), tree()];`,
  'temporary folders': `const made = await fsp.mkdtemp(at('mine/t-')); return [made.startsWith(at('mine/t-')), (await fsp.stat(made)).isDirectory(), await fails(fsp.mkdtemp(at('nowhere/t-')).catch((e) => { throw Object.assign(e, { message: '', path: '' }); }))];`,
  opendir: `const names = []; for await (const entry of await fsp.opendir(at('mine'))) names.push([entry.name, entry.isSymbolicLink()]); return [names.sort(), await fails(fsp.opendir(at('none')))];`,
  'an open file outlives its name': `const h = await fsp.open(at('theirs/1')); await fsp.unlink(at('theirs/1')); await fsp.symlink(at('a.txt'), at('theirs/1')); const text = await h.readFile('utf8'); const stats = await h.stat(); await h.close(); return [text, stats.isFile(), tree()];`,
  'inodes tell files apart': `const one = await fsp.stat(at('mine/file')); const same = await fsp.stat(at('theirs/1')); const other = await fsp.stat(at('a.txt')); return [one.ino === same.ino, one.dev === same.dev, one.ino === other.ino, (await fsp.lstat(at('mine/file'))).ino === one.ino, one.nlink];`,
};

describe('links', () => {
  let realm: TestRealm;
  beforeAll(async () => {
    realm = await TestRealm.start();
  });

  it.each(Object.entries(PROGRAMS))('are as in Node: %s', async (_name, body) => {
    const answers = await inBoth(realm, `${PLANTED} ${body}`);
    expect(answers.realm).toEqual(answers.node);
  });

  it('are traced with what each operation acted on', async () => {
    const source = `
      import { constants } from 'node:fs';
      import { access, lstat, mkdir, open, readdir, readFile, realpath, rename, rm, unlink, writeFile } from 'node:fs/promises';
      const tried = (promise: Promise<unknown>) => promise.catch(() => undefined);
      export async function main() {
        await tried(readFile('/acme/file')); await tried(readFile('/acme/dir/none')); await tried(readFile('/acme/dangling'));
        await tried(access('/acme/../globex/none')); await tried(lstat('/acme/file')); await tried(realpath('/acme/file'));
        await tried(open('/acme/file', constants.O_RDONLY | constants.O_NOFOLLOW)); await tried(writeFile('/acme/file', 'x', { flag: 'wx' }));
        await tried(mkdir('/acme/dir/new')); await tried(rename('/acme/file', '/acme/dir/moved')); await tried(unlink('/acme/dir/moved')); await tried(rm('/acme/dangling'));
        await tried(readFile('/acme/dir/../x')); await tried(readdir('/acme', { recursive: true }));
      }`;
    const files = {
      '/globex/1': { text: 'theirs' },
      '/acme/file': { link: '/globex/1' },
      '/acme/dir': { link: '../globex' },
      '/acme/dangling': { link: '/globex/none' },
    };
    expect(await realm.load({ 'app.ts': source }, { files })).toBeNull();
    await realm.ask('main').reply;
    const seen = realm.trace.flatMap((event) =>
      event.kind === 'file' ? [[event.command, event.path, event.at, event.error]] : [],
    );
    expect(seen).toEqual([
      ['readFile', '/acme/file', '/globex/1', null],
      ['readFile', '/acme/dir/none', '/globex/none', 'ENOENT'],
      ['readFile', '/acme/dangling', '/globex/none', 'ENOENT'],
      ['access', '/globex/none', '/globex/none', 'ENOENT'],
      ['lstat', '/acme/file', '/acme/file', null],
      ['realpath', '/acme/file', '/globex/1', null],
      ['open', '/acme/file', '/acme/file', 'ELOOP'],
      ['writeFile', '/acme/file', '/acme/file', 'EEXIST'],
      ['mkdir', '/acme/dir/new', '/globex/new', null],
      ['rename', '/acme/file', '/acme/file', null],
      ['rename', '/acme/dir/moved', '/globex/moved', null],
      ['unlink', '/acme/dir/moved', '/globex/moved', null],
      ['rm', '/acme/dangling', '/acme/dangling', null],
      // As text it is /acme/x; the link leads elsewhere.
      ['readFile', '/acme/x', '/x', 'ENOENT'],
      ['readdir', '/acme/dir', '/globex', null],
      ['readdir', '/acme/dir/new', '/globex/new', null],
      ['readdir', '/acme', '/acme', null],
    ]);
  });
});
