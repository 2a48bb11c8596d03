import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answeredLessons, answerNamed } from './support/answers.ts';
import { axeFindings } from './support/axe.ts';
import { useBuiltSite } from './support/built-site.ts';
import { check, paste, ready } from './support/desk.ts';

const site = useBuiltSite();
const LESSON = 'lessons/a-policy-per-command/';
const TITLE = 'A policy per command';
const lessons = await answeredLessons();
const entry = lessons.find(({ lesson }) => LESSON.includes(lesson.slug));
const answer = (entry && answerNamed(entry, 'for-all').files['policies.sql']) ?? '';

describe('home', () => {
  it('loads nothing of what a lesson needs', async () => {
    const asked: string[] = [];
    const { page, close } = await site.visit('', {
      prepare: async (fresh) => {
        fresh.on('request', (request) => asked.push(request.url()));
      },
    });
    await page.getByText(/\d+ lessons, \d+ minutes/).waitFor();
    await page.waitForLoadState('networkidle');
    expect(page.workers()).toEqual([]);
    expect(asked.filter((url) => /\.(?:gz|wasm|ttf)$|monaco|main-|worker/.test(url))).toEqual([]);
    const bundled = asked.filter((url) => /\/assets\/.*\.(?:js|css)$/.test(url));
    const sizes = await Promise.all(
      bundled.map(async (url) => {
        const file = resolve(import.meta.dirname, '../../dist/assets', url.split('/').at(-1) ?? '');
        return gzipSync(await readFile(file)).length;
      }),
    );
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(45_000);
    await close();
  });

  it('tells who comes back what holds, what is left, and where to go on', async () => {
    const { page, troubles, close } = await site.visit(LESSON);
    await ready(page);
    await paste(page, answer);
    await check(page);
    await page.getByRole('link', { name: 'Leakproof' }).click();
    await page.getByText(/^1 of \d+ lessons holds, \d+ minutes left$/).waitFor();
    await page.getByText(/^Holds since \d+ \w+ \d+:$/).waitFor({ state: 'attached' });
    const next = lessons.find(({ lesson }) => lesson.order > (entry?.lesson.order ?? 0));
    await page
      .getByRole('link', { name: `Next ${next?.lesson.manifest.title ?? ''}`, exact: true })
      .click();
    await page.waitForURL(new RegExp(`lessons/${next?.lesson.slug ?? ''}/`));
    expect(troubles).toEqual([]);
    await close();
  });

  it('is exported, forgotten and imported again; a foreign file changes nothing', async () => {
    const { page, close } = await site.visit(LESSON);
    await ready(page);
    await paste(page, '-- mine');
    await page.getByRole('link', { name: 'Leakproof' }).click();
    const way = page.getByRole('link', { name: `Go on with ${TITLE}` });
    await way.waitFor();

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^leakproof-progress-\d{4}-\d\d-\d\d\.json$/);
    const file = await download.path();

    await page.getByRole('button', { name: 'Forget all' }).click();
    await page.getByText('1 lesson forgotten.').waitFor();
    expect(await way.count()).toBe(0);

    const choose = page.getByLabel('Import');
    const foreign = {
      name: 'package.json',
      mimeType: 'application/json',
      buffer: Buffer.from('{}'),
    };
    await choose.setInputFiles(foreign);
    await page.getByText('The file is no progress file of this workbook').waitFor();
    const cut = Buffer.from((await readFile(file, 'utf8')).replace('"stamp"', '"stump"'));
    await choose.setInputFiles({ ...foreign, buffer: cut });
    await page.getByText('The file is damaged at').waitFor();
    await choose.setInputFiles({ ...foreign, buffer: Buffer.alloc(20_000_001, ' ') });
    await page.getByText('The file has 21 MB').waitFor();
    expect(await way.count()).toBe(0);

    await choose.setInputFiles(file);
    await way.click();
    await ready(page);
    await page.locator('.view-line').filter({ hasText: '-- mine' }).waitFor();
    await close();
  });

  it('can be read, map and all, where no script runs', async () => {
    const { page, close } = await site.visit('', { javaScriptEnabled: false });
    for (const { lesson } of lessons) await page.getByText(lesson.manifest.summary).waitFor();
    await page.getByText(/\d+ lessons, \d+ minutes/).waitFor();
    expect(await page.getByRole('searchbox').isVisible()).toBe(false);
    expect(await page.getByRole('button').count()).toBe(0);
    await close();
  });

  it.each(['light', 'dark'] as const)('gives axe nothing to find in %s', async (colorScheme) => {
    const { page, close } = await site.visit('', { colorScheme });
    await page.getByRole('button', { name: 'Export' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('searchbox').fill('639');
    await page.getByText(/lessons? found$/).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('searchbox').fill('quantum');
    await page.getByText('No lesson has “quantum”').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await close();
  });
});
