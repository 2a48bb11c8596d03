/** Answers tried while the lesson was played: odd ones that are sound, and plausible ones that are not. */

export interface Variant {
  readonly name: string;
  /** What becomes of the right answer with made-up names. */
  readonly change: string | ((right: string) => string);
  /** Passes, or the check that does not, and the known wrong answer it is like. */
  readonly expected: 'passed' | { readonly id: string; readonly resembles?: string };
}

/** Replaces; a text that is not there would make the variant none. */
const swap =
  (...pairs: readonly (readonly [from: string, to: string])[]) =>
  (right: string): string =>
    pairs.reduce((text, [from, to]) => {
      if (!text.includes(from)) throw new Error(`The right answer has no ${from}`);
      return text.replaceAll(from, () => to);
    }, right);

const OPENED = `    const file = await open(fileOf(directory, args.ref), constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      return await file.readFile('utf8');
    } finally {
      await file.close();
    }
`;
const TENANT = '/^[a-z0-9]+(-[a-z0-9]+)*$/.test(tenantId)';
const UUID = '/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(ref)';
const WRITTEN = `  await writeFile(fileOf(directory, ref), JSON.stringify({ name: args.name, report }), {
    flag: 'wx',
  });`;

export const VARIANTS: readonly Variant[] = [
  {
    name: 'the year in the path, below the tenant',
    change: swap([
      'return path.join(ROOT, tenantId);',
      "return path.join(ROOT, tenantId, '2026');",
    ]),
    expected: 'passed',
  },
  {
    name: 'the tenant below a shard of its hash',
    change: swap(
      ["import { randomUUID } from 'node:crypto';", "import { createHash, randomUUID } from 'node:crypto';"],
      ['return path.join(ROOT, tenantId);', "return path.join(ROOT, createHash('sha1').update(tenantId).digest('hex').slice(0, 2), tenantId);"],
    ), // prettier-ignore
    expected: 'passed',
  },
  {
    name: 'a prefix with its separator, and no pattern for the reference',
    change: swap(
      [UUID, 'isInside(ref)'],
      ['const fileOf = ', "const isInside = (ref: string) => path.resolve('/a', `${ref}.json`) === `/a/${ref}.json` && !ref.includes('/');\nconst fileOf = "],
    ), // prettier-ignore
    expected: 'passed',
  },
  {
    name: 'written beside its name and renamed',
    change: swap(
      [WRITTEN, "  await writeFile(path.join(directory, `${ref}.tmp`), JSON.stringify({ name: args.name, report }), { flag: 'wx' });\n  await rename(path.join(directory, `${ref}.tmp`), fileOf(directory, ref));"],
      ['mkdir, open, readdir, unlink', 'mkdir, open, readdir, rename, unlink'],
    ), // prettier-ignore
    expected: 'passed',
  },
  {
    name: 'opened first, and then seen to be a file of one name with fstat',
    change: swap([
      OPENED,
      `    const file = await open(fileOf(directory, args.ref), constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      const stats = await file.stat();
      return stats.isFile() && stats.nlink === 1 ? await file.readFile('utf8') : null;
    } finally {
      await file.close();
    }
`,
    ]),
    expected: 'passed',
  },
  {
    name: 'rm instead of unlink',
    change: swap(['await unlink(', 'await rm('], ['unlink, writeFile', 'rm, writeFile']),
    expected: 'passed',
  },
  {
    name: 'errors in the place of null',
    change: swap(
      ['return null;\n  console', "throw new Error('No such export');\n  console"],
      ['  if (!isReference(args.ref)) return null;', "  if (!isReference(args.ref)) throw new Error('No such export');"],
      ['const text = await readExport(session, { ref });', 'const text = await readExport(session, { ref }).catch(() => null);'],
    ), // prettier-ignore
    expected: 'passed',
  },
  {
    // Nothing else runs in between here; the prose says so.
    name: 'realpathSync and readFileSync at once, which this page cannot tell from a right one',
    change: swap(
      [OPENED, "    const file = fileOf(directory, args.ref);\n    if (realpathSync(file) !== file) return null;\n    return readFileSync(file, 'utf8');\n"],
      ["import { constants } from 'node:fs';", "import { readFileSync, realpathSync } from 'node:fs';"],
    ), // prettier-ignore
    expected: 'passed',
  },
  {
    name: 'lstat and then readFile',
    change: swap(
      [OPENED, "    const file = fileOf(directory, args.ref);\n    if (!(await lstat(file)).isFile()) return null;\n    return await readFile(file, 'utf8');\n"],
      ['mkdir, open, readdir,', 'lstat, mkdir, open, readdir, readFile,'],
    ), // prettier-ignore
    expected: { id: 'swapped-meanwhile', resembles: 'realpath-then-open' },
  },
  {
    name: 'a temporary file in /tmp',
    change: swap(
      [WRITTEN, "  await writeFile(`/tmp/${ref}`, JSON.stringify({ name: args.name, report }));\n  await rename(`/tmp/${ref}`, fileOf(directory, ref));"],
      ['mkdir, open, readdir, unlink', 'mkdir, open, readdir, rename, unlink'],
    ), // prettier-ignore
    expected: { id: 'directory-per-tenant' },
  },
  {
    name: 'an index of all exports beside the directories',
    change: swap([
      WRITTEN,
      `${WRITTEN}\n  await writeFile(path.join(ROOT, 'index.txt'), ref + '\\n', { flag: 'a' });`,
    ]),
    expected: { id: 'directory-per-tenant' },
  },
  {
    name: 'whether the file is there is asked before whose it is',
    change: swap(
      ['  const directory = directoryOf(session);\n  if (!isReference(args.ref)) return null;', "  const directory = directoryOf(session);\n  if (typeof args.ref === 'string') await access(path.join(ROOT, args.ref)).catch(() => undefined);\n  if (!isReference(args.ref)) return null;"],
      ['mkdir, open, readdir,', 'access, mkdir, open, readdir,'],
    ), // prettier-ignore
    expected: { id: 'hostile-references' },
  },
  {
    name: 'lower case for the tenant',
    change: swap(
      ['test(tenantId)', 'test(tenantId.toLowerCase())'],
      ['path.join(ROOT, tenantId)', 'path.join(ROOT, tenantId.toLowerCase())'],
    ),
    expected: { id: 'hostile-tenants', resembles: 'tenant-made-safe' },
  },
  {
    name: 'spaces around the tenant’s name do not count',
    change: swap(
      [TENANT, TENANT.replace('tenantId)', 'tenantId.trim())')],
      ['path.join(ROOT, tenantId)', 'path.join(ROOT, tenantId.trim())'],
    ),
    expected: { id: 'hostile-tenants', resembles: 'tenant-made-safe' },
  },
  {
    name: 'Unicode made compatible',
    change: swap(
      [TENANT, TENANT.replace('tenantId)', "tenantId.normalize('NFKC'))")],
      ['path.join(ROOT, tenantId)', "path.join(ROOT, tenantId.normalize('NFKC'))"],
    ),
    expected: { id: 'hostile-tenants', resembles: 'tenant-made-safe' },
  },
  {
    name: 'two tools of four repaired',
    change: swap(['  if (!isReference(args.ref)) return { deleted: false };\n', '']),
    expected: { id: 'hostile-references' },
  },
  {
    name: 'a list that goes into folders',
    change: swap(['readdir(directoryOf(session))', 'readdir(ROOT, { recursive: true })']),
    expected: { id: 'list-at-home' },
  },
  {
    name: 'names made of the time',
    change: swap(
      ['const ref = randomUUID();', "const ref = '0'.repeat(8) + '-0000-0000-0000-' + String(Date.now()).slice(0, 9).padStart(12, '0');"],
      ["    flag: 'wx',\n", ''],
    ), // prettier-ignore
    expected: { id: 'exports-kept-apart', resembles: 'name-as-file-name' },
  },
  {
    name: 'everything refused',
    change: swap([TENANT, 'false']),
    expected: { id: 'own-exports-readable', resembles: 'letters-only' },
  },
  {
    name: 'a cache of texts by reference',
    change: swap(
      ['  const directory = directoryOf(session);\n  if (!isReference(args.ref)) return null;', '  const known = texts.get(args.ref);\n  if (known !== undefined) return known;\n  const directory = directoryOf(session);\n  if (!isReference(args.ref)) return null;'],
      ["      return await file.readFile('utf8');", "      const text = await file.readFile('utf8');\n      texts.set(args.ref, text);\n      return text;"],
      ["const ROOT = '/srv/exports';", "const ROOT = '/srv/exports';\nconst texts = new Map<string, string>();"],
    ), // prettier-ignore
    expected: { id: 'foreign-reference' },
  },
  {
    name: 'a folder for each report, whose realpath is compared where an export is read and deleted',
    change: swap(
      ['mkdir, open, readdir, unlink', 'mkdir, open, readdir, realpath, unlink'],
      ['await mkdir(directory, { recursive: true });', 'await mkdir(path.join(directory, String(report.number)), { recursive: true });'],
      ['const ref = randomUUID();', 'const ref = `${report.number}.${randomUUID()}`;'],
      ['path.join(directory, `${ref}.json`)', "path.join(directory, `${ref.replace('.', '/')}.json`)"],
      ['/^[0-9a-f]{8}(-', '/^\\d+\\.[0-9a-f]{8}(-'],
      ['    const file = await open(', '    const folder = path.dirname(fileOf(directory, args.ref));\n    if ((await realpath(folder)) !== folder) return null;\n    const file = await open('],
      ['    await unlink(', '    const folder = path.dirname(fileOf(directory, args.ref));\n    if ((await realpath(folder)) !== folder) return { deleted: false };\n    await unlink('],
      ["  for (const file of await readdir(directoryOf(session)).catch(() => [])) {\n    const ref = path.basename(file, '.json');", "  const refs: string[] = [];\n  for (const folder of await readdir(directoryOf(session), { withFileTypes: true }).catch(() => []))\n    if (folder.isDirectory())\n      for (const file of await readdir(path.join(directoryOf(session), folder.name)))\n        refs.push(`${folder.name}.${path.basename(file, '.json')}`);\n  for (const ref of refs) {"],
    ), // prettier-ignore
    expected: { id: 'link-written' },
  },
  {
    name: 'JSON put together by hand',
    change: swap([
      'JSON.stringify({ name: args.name, report })',
      '`{"name":"${args.name}","report":${JSON.stringify(report)}}`',
    ]),
    expected: { id: 'exports-kept-apart' },
  },
  {
    name: 'a list that is remembered',
    change: swap(
      ["const ROOT = '/srv/exports';", "const ROOT = '/srv/exports';\nconst lists = new Map<string, { ref: string; name: string }[]>();"],
      ['  return exports;', '  lists.set(session.tenantId, exports);\n  return exports;'],
      ['  const exports = [];', '  const known = lists.get(session.tenantId);\n  if (known?.length) return known;\n  const exports = [];'],
    ), // prettier-ignore
    expected: { id: 'own-exports-listed' },
  },
  {
    name: 'names that are remembered, and read where they are not known',
    change: swap(
      ["const ROOT = '/srv/exports';", "const ROOT = '/srv/exports';\nconst names = new Map<string, string>();"],
      ['  return { ref };', '  names.set(fileOf(directory, ref), args.name);\n  return { ref };'],
      ['if (text !== null) exports.push({ ref, name: JSON.parse(text).name });', 'if (text !== null) exports.push({ ref, name: names.get(fileOf(directoryOf(session), ref)) ?? JSON.parse(text).name });'],
    ), // prettier-ignore
    expected: 'passed',
  },
  {
    name: 'a number for each export, and the next one where it is taken',
    change: swap(
      ["import { randomUUID } from 'node:crypto';\n", ''],
      ["const ROOT = '/srv/exports';", "const ROOT = '/srv/exports';\nlet last = 0;"],
      ['  const ref = randomUUID();\n', ''],
      [WRITTEN, "  let ref = '';\n  for (let isTaken = true; isTaken; ) {\n    ref = `e${(last += 1)}`;\n    isTaken = await writeFile(fileOf(directory, ref), JSON.stringify({ name: args.name, report }), { flag: 'wx' }).then(() => false, (error) => error.code === 'EEXIST');\n  }"],
      [UUID, '/^e\\d+$/.test(ref)'],
    ), // prettier-ignore
    expected: 'passed',
  },
  {
    name: 'errors where there is nothing to delete',
    change: swap(
      ['    noneFor(error);\n    return { deleted: false };', "    noneFor(error);\n    throw new Error('No such export');"],
      ['  if (!isReference(args.ref)) return { deleted: false };', "  if (!isReference(args.ref)) throw new Error('No such export');"],
    ), // prettier-ignore
    expected: 'passed',
  },
  {
    name: 'a directory for the id with a salt of the process',
    change: swap(
      ["import { randomUUID } from 'node:crypto';", "import { createHash, randomUUID } from 'node:crypto';"],
      ["const ROOT = '/srv/exports';", "const ROOT = '/srv/exports';\nconst SALT = randomUUID();"],
      ['return path.join(ROOT, tenantId);', "return path.join(ROOT, createHash('sha256').update(SALT + tenantId).digest('hex'));"],
    ), // prettier-ignore
    expected: { id: 'exports-after-restart', resembles: 'names-in-memory' },
  },
  {
    name: 'directories that are made once in the life of a process',
    change: swap(
      ["const ROOT = '/srv/exports';", "const ROOT = '/srv/exports';\nconst made = new Set<string>();"],
      ['  await mkdir(directory, { recursive: true });', '  if (!made.has(directory)) {\n    made.add(directory);\n    await mkdir(ROOT, { recursive: true });\n    await mkdir(directory);\n  }'],
    ), // prettier-ignore
    expected: { id: 'exports-after-restart' },
  },
  {
    name: 'a deletion that is promised only where the reference has the form of one',
    change: swap([
      '    noneFor(error);\n    return { deleted: false };',
      '    noneFor(error);\n    return { deleted: true };',
    ]),
    expected: { id: 'own-exports-deletable', resembles: 'deleted-in-any-case' },
  },
  {
    name: 'whether it was deleted is a promise that nobody waits for',
    change: swap([
      '    await unlink(fileOf(directory, args.ref));\n    return { deleted: true };',
      '    const gone = unlink(fileOf(directory, args.ref)).then(() => true, () => false);\n    return { deleted: gone as unknown as boolean };',
    ]),
    expected: { id: 'own-exports-deletable', resembles: 'deleted-in-any-case' },
  },
  {
    name: 'what was deleted is not told',
    change: swap(['return { deleted: true };', 'return { deleted: false };']),
    expected: { id: 'own-exports-deletable' },
  },
  {
    name: 'two files for each export, and deleted ones renamed',
    change: swap(
      [WRITTEN, `  await writeFile(path.join(directory, \`\${ref}.name\`), args.name, { flag: 'wx' });\n${WRITTEN}`],
      ['mkdir, open, readdir, unlink', 'mkdir, open, readdir, rename'],
      ['    await unlink(fileOf(directory, args.ref));', '    await rename(fileOf(directory, args.ref), path.join(directory, `${args.ref}.deleted`));'],
      ["    const ref = path.basename(file, '.json');", "    if (!file.endsWith('.json')) continue;\n    const ref = path.basename(file, '.json');"],
    ), // prettier-ignore
    expected: 'passed',
  },
];
