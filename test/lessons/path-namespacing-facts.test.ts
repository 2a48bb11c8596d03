/** What the prose states, run on Node's own file system, in a realm, or on the lesson's answers. */
import { execFileSync } from 'node:child_process';
import {
  constants,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { open, readFile, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  callByRef,
  callOf,
  exportOf,
  reportOf,
  valueOf,
} from '../../lessons/23-path-namespacing/calls.ts';
import { attackerIn, plant } from '../../lessons/23-path-namespacing/check-links.ts';
import { makeExports, treeOf } from '../../lessons/23-path-namespacing/site.ts';
import { openBench, type Bench } from './path-namespacing-lab.ts';

let bench: Bench;
let prose = '';
beforeAll(async () => {
  bench = await openBench();
  prose = Object.values(bench.folder.prose).join('\n');
});
afterAll(() => bench.close());

/** A fact is only worth a test while the prose states it. */
const stated = (text: string): void => expect(prose).toContain(text);

/** Two directories of a real file system, as a customer with SFTP finds and leaves them. */
let root = '';
const at = (name: string): string => path.join(root, name);
beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'leakproof-')));
  for (const tenant of ['acme', 'acme-eu']) {
    mkdirSync(at(tenant));
    writeFileSync(at(`${tenant}/1.json`), tenant);
  }
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => null,
    (error: unknown) => (error as { code?: unknown }).code,
  );

describe('checks that leak', () => {
  it('startsWith lets a sibling in, and with a separator it does not', () => {
    stated('whose path begins with the same letters');
    const [directory, file] = [
      '/srv/exports/acme',
      path.resolve('/srv/exports/acme', '../acme-eu/1'),
    ];
    expect(file.startsWith(directory)).toBe(true);
    expect(file.startsWith(directory + path.sep)).toBe(false);
    expect(path.relative(directory, file)).toBe('../acme-eu/1');
  });

  it('what is decoded is another text than the one that was checked', () => {
    stated('the text that was checked is not the text that is opened');
    const ref = '%2e%2e%2facme-eu%2f1';
    expect(ref.includes('..')).toBe(false);
    expect(path.join('/srv/exports/acme', decodeURIComponent(ref))).toBe('/srv/exports/acme-eu/1');
  });

  it('what is taken out leaves a path', () => {
    stated('makes `../` out of `....//`');
    expect('....//acme-eu'.replaceAll('../', '')).toBe('../acme-eu');
  });

  it('a list has an includes of its own, and is a text in a template', () => {
    stated('asks whether a whole element is `..`');
    const ref = ['../acme-eu/1'];
    expect(ref.includes('..')).toBe(false);
    expect(`/srv/exports/acme/${String(ref)}`).toBe('/srv/exports/acme/../acme-eu/1');
  });

  it('resolve forgets the directory before a slash, and join does not', () => {
    stated('`path.join` does not');
    expect(path.resolve('/srv/exports/acme', '/etc/passwd')).toBe('/etc/passwd');
    expect(path.join('/srv/exports/acme', '/etc/passwd')).toBe('/srv/exports/acme/etc/passwd');
    stated('it tidies the text, and `..` goes upwards in it');
    expect(path.join('/srv/exports/acme', '../acme-eu')).toBe('/srv/exports/acme-eu');
  });

  it('the shape of a UUID is had by 36 hyphens, and by a list of one', () => {
    stated('takes 36 hyphens, and a list of one UUID');
    const shape = /^[0-9a-f-]{36}$/;
    expect(shape.test('-'.repeat(36))).toBe(true);
    expect(shape.test(['0f8fad5b-d9cb-469f-a165-70867728950e'] as never)).toBe(true);
  });

  it('a row of the list stands for a wrong answer each', () => {
    const names = bench.lesson.manifest.wrong.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining([
        'prefix-without-separator', 'checked-before-decoding', 'dots-taken-out', 'list-of-one-reference',
        'resolved-from-the-root', 'realpath-then-open', 'tenant-from-the-reference', 'name-as-file-name',
      ]),
    ); // prettier-ignore
  });
});

describe('links, on a real file system', () => {
  it('resolve sees no link, readFile follows it: the prediction', async () => {
    stated('**`resolve` never looks at the disk.**');
    const { predict } = bench.lesson.manifest;
    expect(predict?.options[predict.answer]).toBe('Globex’s export.');
    rmSync(at('acme/1.json'));
    symlinkSync('../acme-eu/1.json', at('acme/1.json'));
    const directory = at('acme');
    const file = path.resolve(directory, '1.json');
    expect(file.startsWith(directory + path.sep)).toBe(true);
    expect(await readFile(file, 'utf8')).toBe('acme-eu');
    expect(realpathSync(file)).toBe(at('acme-eu/1.json'));
  });

  it('the prediction, in the page: the program of the question', async () => {
    const right = bench.filesOf('right', 'made-up-names')['exports.ts'] ?? '';
    const asked = right
      .replace(/const isReference = [\s\S]*?;\n/, "const isReference = (ref: unknown): ref is string => typeof ref === 'string';\n")
      .replace(/const file = await open\(fileOf\([\s\S]*?await file\.close\(\);\n\s*\}/, "const file = path.resolve(directory, `${args.ref}.json`);\n    if (!file.startsWith(directory + path.sep)) throw new Error('No such export');\n    return await readFile(file, 'utf8');")
      .replace('readdir, unlink', 'readdir, readFile, unlink'); // prettier-ignore
    await bench.use(bench.withExports(asked), 5, async (lab) => {
      const site = await makeExports(lab);
      if ('held' in site) throw new Error(site.message);
      const { own, target } = attackerIn(lab, site);
      await plant(lab, { link: own.file, target: target.file }, own.owner);
      const attempt = await lab.call(callByRef(own.owner, 'readExport', own.ref));
      expect(attempt.foreign).toMatchObject([{ owner: target.owner.index }]);
    });
  });

  it('O_NOFOLLOW fails with ELOOP, wx with EEXIST, on a link that waits as well', async () => {
    stated('`O_NOFOLLOW` fails with `ELOOP`');
    stated('or fails with `EEXIST`, where a link waits as well');
    symlinkSync(at('acme-eu/1.json'), at('acme/2.json'));
    symlinkSync(at('acme-eu/none'), at('acme/3.json'));
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW;
    expect(await codeOf(open(at('acme/2.json'), flags))).toBe('ELOOP');
    for (const name of ['2', '3'])
      expect(await codeOf(writeFile(at(`acme/${name}.json`), 'x', { flag: 'wx' }))).toBe('EEXIST');
    expect(await readFile(at('acme-eu/1.json'), 'utf8')).toBe('acme-eu');
    expect(existsSync(at('acme-eu/none'))).toBe(false);
  });

  it('O_NOFOLLOW looks at the last part only, and a hard link is no link to it', async () => {
    stated('`O_NOFOLLOW` looks at the last part only');
    stated('A hard link is no link in this sense');
    symlinkSync(at('acme-eu'), at('acme/folder'));
    linkSync(at('acme-eu/1.json'), at('acme/hard.json'));
    for (const name of ['folder/1.json', 'hard.json']) {
      const file = await open(at(`acme/${name}`), constants.O_RDONLY | constants.O_NOFOLLOW);
      expect(await file.readFile('utf8')).toBe('acme-eu');
      await file.close();
    }
  });

  it('unlink removes the link, unlink of the realpath what it leads to', async () => {
    stated('removes what a link leads to');
    symlinkSync(at('acme-eu/1.json'), at('acme/2.json'));
    await unlink(at('acme/2.json'));
    expect(existsSync(at('acme-eu/1.json'))).toBe(true);
    symlinkSync(at('acme-eu/1.json'), at('acme/2.json'));
    await unlink(realpathSync(at('acme/2.json')));
    expect(existsSync(at('acme-eu/1.json'))).toBe(false);
  });

  it('two dots after a link are of where it leads', async () => {
    stated('is of the folder that the link leads to');
    mkdirSync(at('acme-eu/deep'));
    symlinkSync(at('acme-eu/deep'), at('acme/link'));
    expect(await readFile(`${at('acme/link')}/../1.json`, 'utf8')).toBe('acme-eu');
    expect(await readFile(path.join(at('acme/link'), '../1.json'), 'utf8')).toBe('acme');
  });

  it('a recursive readdir goes into linked folders, and with types it does not', () => {
    stated('goes into the folders that links lead to');
    symlinkSync(at('acme-eu'), at('acme/link'));
    expect(readdirSync(at('acme'), { recursive: true })).toContain('link/1.json');
    const typed = readdirSync(at('acme'), { recursive: true, withFileTypes: true });
    expect(typed.map(({ name }) => name).sort()).toEqual(['1.json', 'link']);
  });

  it('the error of a file that is not there has the path in it, twice', async () => {
    stated('has the whole path in it, and so has `error.path`');
    const error: unknown = await readFile(at('acme/none')).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'ENOENT', path: at('acme/none') });
    expect(String(error)).toContain(at('acme/none'));
  });
});

describe('the story', () => {
  it('a second tenant’s report 1 is written over the first’s', async () => {
    stated('the second file was written over the first');
    await bench.use(bench.folder.starter, 5, async (lab) => {
      const [acme, globex] = lab.world.tenants;
      await lab.call(exportOf(reportOf(lab.world, acme), 'audit'));
      await lab.call(exportOf(reportOf(lab.world, globex), 'payroll'));
      const read = await lab.call(callByRef(acme, 'readExport', '1.json'));
      expect(read.foreign).toMatchObject([{ owner: globex.index }]);
    });
  });

  it('what a variable knows of the exports is gone after a deployment', async () => {
    stated('One that holds where the exports are is empty after a deployment');
    await bench.use(bench.filesOf('wrong', 'names-in-memory'), 5, async (lab) => {
      const [acme] = lab.world.tenants;
      const lists = [];
      await lab.call(exportOf(reportOf(lab.world, acme), 'audit'));
      lists.push(valueOf(await lab.call(callOf(acme, 'listExports', {}))));
      await lab.fresh('stores');
      lists.push(valueOf(await lab.call(callOf(acme, 'listExports', {}))));
      expect(lists).toMatchObject([[{ name: 'audit' }], []]);
      // The file lies where it lay.
      expect([...(await treeOf(lab)).keys()].join()).toContain(`/srv/exports/${acme.id}/`);
    });
  });

  it('the guesses, the path and a name that nobody has get one and the same answer', async () => {
    stated('get one and the same answer');
    const report = await bench.attack(bench.filesOf('right', 'made-up-names'), 4);
    const answers = report.transcript
      .filter(({ sql }) => /readExport\(session, \{ ref: '(\d\.json|\.\.\/)/.test(sql))
      .map(({ outcome }) => (outcome.kind === 'returned' ? outcome.value : outcome.kind));
    expect(answers.length).toBeGreaterThan(1);
    expect(new Set(answers)).toEqual(new Set(['null']));
  });
});

describe('“in your code base, look for…”', () => {
  const greps = (): string[] =>
    [...bench.folder.prose.recap.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, text]) => text ?? '');

  /** What a grep finds in `exports.ts` of an answer. */
  function found(grep: string, text: string): string[] {
    const cwd = at('code');
    rmSync(cwd, { recursive: true, force: true });
    mkdirSync(path.join(cwd, 'src'), { recursive: true });
    for (const [name, each] of Object.entries(bench.withExports(text)))
      writeFileSync(path.join(cwd, 'src', name), each);
    // No hit is exit code 1.
    return execFileSync('sh', ['-c', `${grep.trim()} || true`], { cwd, encoding: 'utf8' })
      .split('\n')
      .filter((line) => line !== '');
  }
  const textOf = (kind: 'right' | 'wrong', name: string): string =>
    bench.filesOf(kind, name)['exports.ts'] ?? '';
  const rights = (): string[] => bench.lesson.manifest.right.map(({ name }) => name);

  it('there are three', () => {
    expect(greps()).toHaveLength(3);
  });

  it('the first finds the paths that are put together from what was sent', () => {
    const [sent = ''] = greps();
    expect(found(sent, bench.folder.starter['exports.ts'] ?? '')).toHaveLength(2);
    for (const name of rights()) expect(found(sent, textOf('right', name)), name).toEqual([]);
  });

  it('the second finds the comparison without a separator', () => {
    const [, prefix = ''] = greps();
    expect(found(prefix, textOf('wrong', 'prefix-without-separator'))).toHaveLength(1);
    for (const name of rights()) expect(found(prefix, textOf('right', name)), name).toEqual([]);
  });

  it('the third finds what follows links', () => {
    const [, , opens = ''] = greps();
    expect(found(opens, bench.folder.starter['exports.ts'] ?? '').length).toBeGreaterThan(1);
    expect(found(opens, textOf('wrong', 'links-followed')).length).toBeGreaterThan(0);
  });
});

it('the rule stands in the prose as it does in lesson.json', () => {
  stated(`> **The rule:** ${bench.lesson.manifest.rule}`);
});
