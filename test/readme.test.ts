/** What the documents state is held to what is there: names, links, versions, sizes, the example. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runChecks } from '../src/checks/index.ts';
import type { AnswerReport } from '../src/cli/grade-all.ts';
import type { GradeReport } from '../src/cli/grade-report.ts';
import { findLesson, loadLessonModule, ROOT } from '../src/cli/lesson-code.ts';
import { readAnswers, readLessons } from '../src/content/index.ts';
import {
  LessonFile,
  LessonManifest,
  RightAnswer,
  WrongAnswer,
  type CheckResult,
  type Database,
} from '../src/contract/index.ts';
import { ENGINE_FILES } from '../src/database/node/engine-files.ts';
import exampleChecks from './readme-example/checks.ts';
import { openTestDatabase } from './support/open-database.ts';

const textOf = (path: string): string => readFileSync(resolve(ROOT, path), 'utf8');

const documents = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'].map(
  (name) => [name, textOf(name)] as const,
);
const readme = textOf('README.md');
/** Prose may be wrapped anywhere. */
const flat = readme.replace(/\s+/g, ' ');

interface PackageJson {
  readonly engines: { readonly node: string };
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
}
const manifest = JSON.parse(textOf('package.json')) as PackageJson;

const all = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map((match) => match[1] ?? '');

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

describe.each(documents)('%s', (name, text) => {
  it('names only scripts that package.json has', () => {
    const named = all(text, /\bnpm run (?:--silent )?([a-z][a-z:-]*)/g);
    expect(named.filter((script) => !(script in manifest.scripts))).toEqual([]);
  });

  it('links only to what is there', () => {
    const links = [
      ...all(text, /\]\(([^)\s]+)\)/g),
      ...all(text, /\b(?:src|srcset|href)="([^"]+)"/g),
    ].filter((link) => !link.startsWith('https://'));
    expect(links.filter((link) => !existsSync(resolve(ROOT, dirname(name), link)))).toEqual([]);
  });

  it('names only files and folders that are there', () => {
    const known = /`((?:src|test|lessons|public|\.ci)\/[\w./-]*)`/g;
    const paths = all(text, known).filter((path) => !path.includes('NN-slug'));
    expect(paths.filter((path) => !existsSync(resolve(ROOT, path)))).toEqual([]);
  });
});

describe('README.md', () => {
  it('draws a tree of folders that are there', () => {
    const tree = /## The tree\s+```\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
    const paths = all(tree, /((?:lessons|src|test)\/[\w./-]*)/g);
    expect(paths.length).toBeGreaterThan(8);
    expect(paths.filter((path) => !existsSync(resolve(ROOT, path)))).toEqual([]);
    const parts = readdirSync(resolve(ROOT, 'src'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .filter(({ name }) => existsSync(resolve(ROOT, 'src', name, 'index.ts')));
    expect(parts.map(({ name }) => `src/${name}/`).filter((part) => !paths.includes(part))).toEqual(
      [],
    );
  });

  it('names the Node that package.json asks for, and the servers that run', () => {
    expect(flat).toContain(`Node ${manifest.engines.node.replace('>=', '')} or newer`);
    expect(flat).toContain(`PostgreSQL ${database.versions.server},`);
    expect(flat).toContain(`pgvector ${database.versions.vector},`);
  });

  it('counts and names the lessons', async () => {
    const lessons = await readLessons(ROOT);
    const words = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine'];
    const count = words[lessons.length] ?? String(lessons.length);
    expect(flat).toMatch(new RegExp(`\\b${count} lessons? of thirty-four planned`));
    expect(lessons.filter(({ slug }) => !readme.includes(`\`${slug}\``))).toEqual([]);
  });

  it('names every field of lesson.json', () => {
    const fields = [LessonManifest, LessonFile, RightAnswer, WrongAnswer].flatMap((schema) =>
      Object.keys(schema.shape),
    );
    expect(fields.filter((field) => !readme.includes(`\`${field}\``))).toEqual([]);
  });

  it('shows the reports with the fields that they have', () => {
    // Records, so that a field which is added or renamed does not compile here.
    const report: Record<keyof GradeReport, true> = {
      lesson: true,
      seed: true,
      passed: true,
      ms: true,
      checks: true,
    };
    const check: Record<keyof GradeReport['checks'][number], true> = {
      id: true,
      kind: true,
      status: true,
      message: true,
      evidence: true,
    };
    const answer: Record<keyof AnswerReport, true> = {
      lesson: true,
      kind: true,
      answer: true,
      expected: true,
      seed: true,
      passed: true,
      failed: true,
      ok: true,
      ms: true,
      message: true,
    };
    const list = (keys: object): string =>
      Object.keys(keys)
        .map((key) => `"${key}"`)
        .join(', ');
    expect(readme).toContain(`\`{ ${list(report)}: [{ ${list(check)} }] }\``);
    expect(readme).toContain(`\`[{ ${list(answer)} }]\``);
  });
});

describe('the sizes in README.md are right within 5 %', () => {
  /** Bytes of a row of the table, by its first words. */
  function stated(row: string): number {
    const found = new RegExp(`\\| ${row}[^|]*\\| ([0-9.]+) (kB|MB)`).exec(readme);
    return Number(found?.[1]) * (found?.[2] === 'MB' ? 1e6 : 1e3);
  }

  const near = (row: string, bytes: number): void => {
    const ratio = stated(row) / bytes;
    expect(ratio, `${row}: ${String(bytes)} bytes`).toBeGreaterThan(0.95);
    expect(ratio, `${row}: ${String(bytes)} bytes`).toBeLessThan(1.05);
  };

  const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

  const assets = resolve(ROOT, 'dist/assets');
  const gzipped = (path: string): number => {
    const bytes = readFileSync(path);
    return path.endsWith('.woff2') ? bytes.length : gzipSync(bytes).length;
  };
  const built = (pattern: RegExp): number =>
    sum(
      readdirSync(assets)
        .filter((name) => pattern.test(name))
        .map((name) => gzipped(resolve(assets, name))),
    );

  /** Chunks and all that they import at once. */
  const withImports = (pattern: RegExp): Set<string> => {
    const found = new Set(readdirSync(assets).filter((name) => pattern.test(name)));
    for (const name of found) {
      const code = readFileSync(resolve(assets, name), 'utf8');
      for (const other of all(code, /(?:from|import)"\.\/([\w-]+\.js)"/g)) found.add(other);
    }
    return found;
  };
  const sizeOf = (names: ReadonlySet<string>): number =>
    sum([...names].map((name) => gzipped(resolve(assets, name))));

  const fileLike = (pattern: RegExp): string =>
    readdirSync(assets).find((name) => pattern.test(name)) ?? '';

  it('of the database', () => {
    const sizes = JSON.parse(readFileSync(ENGINE_FILES.sizes, 'utf8')) as Record<string, number>;
    near('PostgreSQL', sum(Object.values(sizes)));
  });

  it('of the page, the worker and Monaco', ({ skip }) => {
    // `npm test` builds the site before it comes here; a single suite may run without it.
    if (!existsSync(assets)) skip('there is no dist/: npm run build makes it');
    const html = readdirSync(resolve(ROOT, 'dist/lessons')).map((slug) =>
      gzipped(resolve(ROOT, 'dist/lessons', slug, 'index.html')),
    );
    const page =
      /^(?:(?:main|workbook)-.*\.(?:js|css)|.*\.woff2|(?:contract|engine|download|preload-helper|code-surface)-.*\.js)$/;
    near('page', Math.max(...html) + built(page));
    const booting = withImports(/^(?:database-)?worker-/);
    near('database worker', sizeOf(booting));
    const later = [...withImports(/^(?:runs|search)-/)].filter((name) => !booting.has(name));
    near('checks', sizeOf(new Set(later)));
    near('Monaco', built(/^(?:monaco-|compiler-options-|editor-worker-|codicon-)/));
    near('sandbox', statSync(resolve(assets, fileLike(/^realm\.js-/))).size);
    near('compiler', built(/^compile-worker-/));
    near('Monaco’s TypeScript', built(/^(?:language-|ts-worker-)/));
  });
});

describe('the example in README.md', () => {
  const SLUG = 'a-policy-per-command';

  /** What the example finds for an answer of the lesson whose world it borrows. */
  async function check(files: Readonly<Record<string, string>>): Promise<CheckResult | undefined> {
    const folder = await findLesson(SLUG);
    const lesson = { ...(await loadLessonModule(folder)), checks: exampleChecks };
    const verdict = await runChecks(database, lesson, { ...folder.starter, ...files }, 7);
    expect(verdict.fault).toBeNull();
    return verdict.checks.find(({ id }) => id === 'documents-apart');
  }

  const answer = async (name: string): Promise<Readonly<Record<string, string>>> =>
    (await readAnswers(await findLesson(SLUG))).find((each) => each.name === name)?.files ?? {};

  it('is the code that is tested here', () => {
    expect(readme).toContain(`\`\`\`ts\n${textOf('test/readme-example/checks.ts')}\`\`\``);
  });

  it('passes a right answer', async () => {
    expect(await check(await answer('for-all'))).toMatchObject({ status: 'passed' });
  });

  it('fails a wrong one, and finds its explanation by the way it failed', async () => {
    const wrong = await check(await answer('read-for-everyone'));
    expect(wrong).toMatchObject({ status: 'failed', resembles: 'read-for-everyone' });
    expect(wrong?.message).toMatch(/^\w+ read \d+ documents? of other tenants\.$/);
  });

  it('decides nothing where the statement ends with another error', async () => {
    const policy = `ALTER TABLE documents ENABLE ROW LEVEL SECURITY;
      CREATE POLICY p ON documents USING (1 / length(tenant_id::text || '') > 1 / (length(body) * 0));`;
    expect(await check({ 'policies.sql': policy })).toMatchObject({
      status: 'could-not-check',
      message: 'division by zero',
    });
  });
});

describe('the dependencies in CONTRIBUTING.md', () => {
  it('are those of package.json, at the versions that are pinned', () => {
    const rows = [...textOf('CONTRIBUTING.md').matchAll(/^\| `([^`]+)` +\| ([0-9.]+) /gm)];
    expect(Object.fromEntries(rows.map(([, name = '', version]) => [name, version]))).toEqual(
      manifest.dependencies,
    );
  });
});
