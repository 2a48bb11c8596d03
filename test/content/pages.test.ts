import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { renderAnswers, renderPages } from '../../src/content/vite-plugin.ts';
import { LessonData, MapLesson, ShownAnswer } from '../../src/contract/index.ts';
import { SAMPLE_MANIFEST, sampleFiles, writeLessons } from './fixtures/sample-lesson.ts';

const TEMPLATE = resolve(import.meta.dirname, '../../index.html');
/** Text that would break out of an attribute, an element, a data block or a replacement. */
const HOSTILE = '"><script>x</script> $& $1 </script>';

const SCORE = {
  fingerprint: 'a'.repeat(64),
  seed: 1,
  variants: [
    {
      answer: 'for-all',
      mutation: 'policies.sql: drop the policy <all> on documents',
      caughtBy: 'No tenant reads another’s rows',
    },
    { answer: 'for-all', mutation: 'policies.sql: USING (true) for all', caughtBy: null },
  ],
};

let home = '';
let lesson = '';
let last = '';
let remove: () => Promise<void>;

beforeAll(async () => {
  const written = await writeLessons({
    '01-missing-predicate': {
      ...sampleFiles({ ...SAMPLE_MANIFEST, summary: HOSTILE }),
      'starter/schema.sql': `-- ${HOSTILE}\n`,
    },
    '02-another': {
      ...sampleFiles({ ...SAMPLE_MANIFEST, title: 'Another one' }),
      'score.json': JSON.stringify(SCORE),
    },
  });
  remove = written.remove;
  const pages = await renderPages(written.root, await readFile(TEMPLATE, 'utf8'));
  home = pages.get('index.html') ?? '';
  lesson = pages.get('lessons/missing-predicate/index.html') ?? '';
  last = pages.get('lessons/another/index.html') ?? '';
});
afterAll(() => remove());

const attributes = (html: string, name: string): string[] =>
  [...html.matchAll(new RegExp(` ${name}="([^"]*)"`, 'g'))].map(([, value = '']) => value);

describe('every page', () => {
  it.each([
    ['home', () => home],
    ['lesson', () => lesson],
  ])('%s has what a document needs', (kind, page) => {
    const html = page();
    expect(html).toContain('<html lang="en">');
    expect(html).toContain('name="viewport"');
    expect(html).toContain('name="color-scheme" content="light dark"');
    expect(html).toContain(`<body data-page="${kind}">`);
    expect(html.match(/<h1[ >]/g)).toHaveLength(1);
    for (const landmark of [
      '<header class="bar">',
      '<main ',
      '<footer class="status-line">',
      'class="skip-link"',
    ])
      expect(html).toContain(landmark);
    expect(html).not.toMatch(/\{\{\w+\}\}/);
  });

  it('runs under a strict CSP: no inline script, style or handler', () => {
    for (const html of [home, lesson]) {
      expect(html).not.toMatch(/<script(?![^>]*(?: src=|application\/json))/);
      expect(html).not.toMatch(/<style| style="| on\w+="/);
    }
  });

  it('has ids that are there once', () => {
    for (const html of [home, lesson]) {
      const ids = attributes(html, 'id');
      expect(ids).toEqual([...new Set(ids)]);
    }
  });

  it('links relatively, wherever the site is put', () => {
    const links = [...attributes(home, 'href'), ...attributes(lesson, 'href')];
    // What the bundler rewrites to relative addresses is from the template.
    const bundled =
      /^\/(favicon\.svg|\.engine\/[a-z.]+\.gz$|src\/site\.css|node_modules\/@fontsource-variable\/)/;
    for (const link of links.filter((each) => !bundled.test(each)))
      expect(link).toMatch(/^(#|https:\/\/|\.\/$|\.\.\/|lessons\/)/);
  });
});

describe('home', () => {
  it('ends a recorded leak in another tenant’s row, with one way on', () => {
    const steps = home.match(/<li( class="leaked")?>\s*<span class="actor">/g) ?? [];
    expect(steps).toHaveLength(3);
    expect(steps.at(-1)).toContain('leaked');
    expect(home).toMatch(/’s row: <code>[^<]*secret-[0-9a-f]+<\/code><\/span>\s*<\/li>\s*<\/ol>/);
    expect(home).toContain('href="lessons/missing-predicate/#fix">Make it stop</a>');
  });

  it('lists all modules, and links only lessons that exist', () => {
    for (const id of 'abcdef') expect(home).toContain(`id="module-${id}"`);
    expect(attributes(home, 'href').filter((link) => /^lessons\/[^#]*$/.test(link))).toEqual([
      'lessons/missing-predicate/',
      'lessons/another/',
    ]);
  });
});

describe('home, before any script runs', () => {
  it('has its map, its search and its keeping in the places they keep', () => {
    expect(home).toMatch(/<p class="course">2 lessons, \d+ minutes<\/p>/);
    expect(home).toMatch(/<input class="search-field" [^>]* disabled \/>/);
    expect(home.match(/<lp-lesson-mark data-slug="[\w-]+">\s*<svg class="mark"/g)).toHaveLength(2);
    for (const name of ['Export', 'Import', 'Forget all'])
      expect(home).toMatch(new RegExp(`<button [^>]*disabled>${name}</button>`));
    expect(home).toContain('src="/src/home.ts"');
    expect(home).not.toContain('src="/src/main.ts"');
  });

  it('carries what the search looks through, and nothing of the answers', () => {
    const block = /<script type="application\/json" id="map-data">(.*?)<\/script>/s.exec(home);
    const [first, second] = z.array(MapLesson).parse(JSON.parse(block?.[1] ?? ''));
    expect(first).toMatchObject({ slug: 'missing-predicate', summary: HOSTILE });
    expect(second?.rule).toBe(SAMPLE_MANIFEST.rule);
    expect(block?.[1]).not.toMatch(/four-policies|no-with-check|hints/);
  });
});

describe('a lesson', () => {
  it('has its prose, its code and its disabled actions before any script runs', () => {
    for (const stage of ['leak', 'fix', 'hold', 'recap'])
      expect(lesson).toContain(`<section id="${stage}" data-stage="${stage}">`);
    expect(lesson.match(/<pre [^>]*data-path="/g)).toHaveLength(2);
    expect(lesson.match(/<pre [^>]*data-path="[^>]* hidden/g)).toHaveLength(1);
    for (const name of ['Run the attack', 'Check', 'Hint', 'Reset'])
      expect(lesson).toMatch(new RegExp(`<button [^>]*disabled>${name}</button>`));
    expect(lesson).toContain('role="status" aria-label="Verdict"');
    for (const tag of [
      'lp-stages',
      'lp-files',
      'lp-editor',
      'lp-actions',
      'lp-results',
      'lp-splitter',
      'lp-status',
    ])
      expect(lesson).toMatch(new RegExp(`<${tag}[ >]`));
    expect(lesson).toContain('<noscript>');
  });

  it('leads on to the next, and from the last back to all', () => {
    expect(lesson).toContain('<a href="../another/">Another one</a>');
    expect(last).toContain('<a href="../../">All lessons</a>');
  });

  it('escapes what lessons say, and keeps a `$&` as it is', () => {
    expect(lesson).not.toContain('<script>x');
    expect(lesson).toContain('&lt;script&gt;x&lt;/script&gt; $&amp; $1');
  });

  it('carries its data as the workbook reads it, without the answers', () => {
    const block = /<script type="application\/json" id="lesson-data">(.*?)<\/script>/s.exec(lesson);
    const data = LessonData.parse(JSON.parse(block?.[1] ?? ''));
    expect(data.slug).toBe('missing-predicate');
    expect(data.manifest.summary).toBe(HOSTILE);
    expect(data.starter['schema.sql']).toContain(HOSTILE);
    expect(block?.[1]).not.toMatch(/four-policies|no-with-check/);
  });
});

describe('the score of a lesson’s checks', () => {
  it('is a sentence, with the list behind a disclosure that says what it gives away', () => {
    expect(last).toContain('This lesson’s checks catch 1 of 2 broken variants');
    expect(last).toMatch(/<details class="score">\s*<summary>[^<]*gives parts of the answers away/);
    expect(last).toContain(
      '<code>policies.sql</code> drop the policy &lt;all&gt; on documents <span class="score-by">caught: No tenant reads another’s rows</span>',
    );
    expect(last).toContain('caught by no check');
  });

  it('names no answer', () => {
    expect(last).not.toContain('for-all');
  });

  it('is not there before there is one', () => {
    expect(lesson).not.toContain('How the checks are tested');
  });
});

describe('the answers', () => {
  it('lie beside each lesson’s page, the right ones only, and on no page', async () => {
    const written = await writeLessons({ '01-first': sampleFiles(SAMPLE_MANIFEST) });
    const files = await renderAnswers(written.root);
    await written.remove();
    expect([...files.keys()]).toEqual(['lessons/first/answers.json']);
    const answers = z.array(ShownAnswer).parse(JSON.parse([...files.values()][0] ?? ''));
    expect(answers.map(({ name }) => name)).toEqual(SAMPLE_MANIFEST.right.map(({ name }) => name));
    for (const { differs, files: texts } of answers) {
      expect(differs).not.toBe('');
      expect(Object.keys(texts).length).toBeGreaterThan(0);
      for (const text of Object.values(texts)) expect(lesson).not.toContain(text.trim());
    }
  });
});
