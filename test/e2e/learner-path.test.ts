import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { answeredLessons, answerNamed, type AnsweredLesson } from './support/answers.ts';
import { useBuiltSite } from './support/built-site.ts';
import {
  attack,
  check,
  pasteFiles,
  press,
  ready,
  runAttack,
  shownCode,
  statusLine,
  tab,
  verdict,
} from './support/desk.ts';

const site = useBuiltSite();

/** Of each lesson, wrong answers that differ in what the learner is shown. */
const WRONG: Readonly<Record<string, readonly string[]>> = {
  'a-policy-per-command': ['delete-true', 'update-check-true', 'no-delete-policy'],
  'superuser-and-owner-bypass': ['owner', 'no-grants'],
  'missing-predicate': ['delete-forgotten', 'tenant-from-the-arguments'],
  'session-vs-local': ['reset-on-success', 'local-without-transaction'],
  'cache-keys': ['scan-by-prefix', 'separator-in-a-name'],
  'error-leakage': ['error-as-text', 'hash-of-the-error'],
  'path-namespacing': ['dots-taken-out', 'prefix-without-separator'],
};

/** A row in a table, or a value in what a call returned, that reached somebody it does not belong to. */
const FOREIGN = 'tr.foreign, [data-foreign]';

const lessons = await answeredLessons();

/** Puts an answer's files over the starter's, through the editor. */
async function answer(page: Page, lesson: AnsweredLesson, name: string): Promise<void> {
  const { starter } = lesson.lesson;
  const { files } = answerNamed(lesson, name);
  const editable = lesson.lesson.manifest.files.filter((file) => file.editable);
  const texts = editable.map(({ path }) => [path, files[path] ?? starter[path] ?? ''] as const);
  await pasteFiles(page, Object.fromEntries(texts));
}

describe('home', () => {
  it('shows a leak and leads to a lesson in which the attack has run already', async () => {
    const { page, troubles, close } = await site.visit('');
    await page.getByRole('link', { name: 'Make it stop' }).click();
    await page.waitForURL(/missing-predicate\/#fix$/);
    await attack(page).getByText('leaked', { exact: true }).first().waitFor();
    expect(await page.locator('[aria-current=step]').textContent()).toBe('Fix');
    expect(troubles).toEqual([]);
    await close();
  });

  it('lists every lesson under its module', async () => {
    const { page, close } = await site.visit('', { javaScriptEnabled: false });
    for (const { lesson } of lessons) {
      const module = page.locator(`#module-${lesson.manifest.module.toLowerCase()}`);
      await module.getByRole('link', { name: lesson.manifest.title, exact: true }).waitFor();
    }
    await close();
  });
});

describe.each(lessons)('$lesson.slug', (entry) => {
  const { lesson } = entry;
  const { manifest, slug, starter } = lesson;

  it('can be read, prose and code, where no script runs', async () => {
    const { page, close } = await site.visit(`lessons/${slug}/`, { javaScriptEnabled: false });
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(manifest.title);
    for (const stage of ['Leak', 'Fix', 'Hold', 'Recap']) {
      await page.getByRole('heading', { name: stage, exact: true }).waitFor();
    }
    for (const { path } of manifest.files) {
      const code = page.locator(`pre[data-path="${path}"]`);
      await code.waitFor();
      expect((await code.textContent())?.trimEnd()).toBe(starter[path]?.trimEnd());
    }
    const notice = page.locator('noscript .notice');
    expect(await notice.textContent()).toContain('need JavaScript and WebAssembly');
    expect(await notice.isVisible()).toBe(true);
    await close();
  });

  it('leaks, refuses wrong answers with their exploit, takes a right one, and starts over', async () => {
    const { page, troubles, close } = await site.visit('');
    await page.getByRole('link', { name: manifest.title, exact: true }).click();
    await ready(page);
    expect(await statusLine(page).textContent()).toMatch(
      /^PostgreSQL 18\.6 \+ pgvector 0\.8\.7, in this page · ready in \d+\.\d s · [12] databases?$/,
    );

    const leak = await runAttack(page);
    await leak.locator('.sentence .state-leaked').waitFor();
    expect(await leak.locator(FOREIGN).count()).toBeGreaterThan(0);
    const program = manifest.files.some(({ language }) => language === 'typescript');
    if (!program)
      expect(await leak.locator('tr.foreign .tenant').first().textContent()).toMatch(/’s$/);

    for (const name of WRONG[slug] ?? []) {
      const wrong = manifest.wrong.find((each) => each.name === name);
      await answer(page, entry, name);
      const region = await check(page);
      const failed = region.locator('.check[data-status=failed]');
      const explanation = wrong?.explanation.replaceAll('`', '') ?? 'no such answer';
      const exploit = failed.filter({ hasText: explanation }).first();
      await exploit.waitFor();
      await exploit.locator('summary').filter({ hasText: 'transcript' }).first().waitFor();
      const evidence = exploit.locator('details.evidence');
      if ((await evidence.getAttribute('open')) === null)
        await evidence.locator('> summary').click();
      expect(await evidence.locator('.actor').count()).toBeGreaterThan(0);
      expect(await evidence.locator('.statement').first().textContent()).not.toBe('');
      expect(await evidence.locator('.outcome').first().textContent()).toMatch(
        /row|refused|returned|[A-Z]/,
      );
      expect(await evidence.locator('.seed').textContent()).toMatch(/^Seed \d+ draws/);
    }

    await press(page, 'Hint');
    await page.getByRole('status', { name: 'Hints' }).getByText(manifest.hints[0]).waitFor();

    const [right] = manifest.right;
    await answer(page, entry, right?.name ?? '');
    const region = await check(page);
    await region.getByText(/^It holds: all \d+ checks passed in 2 random worlds\.$/).waitFor();
    expect(await region.locator('.check[data-status]').count()).toBe(0);

    const held = await runAttack(page);
    await held.locator('.sentence .state-held').waitFor();
    expect(await held.locator(FOREIGN).count()).toBe(0);

    if (!program) await seeMatrix(page);

    await page.reload();
    await ready(page);
    const [first] = manifest.files;
    await tab(page, first?.path ?? '').click();
    const kept = answerNamed(entry, right?.name ?? '').files[first?.path ?? ''];
    // Monaco draws the lines of a text some frames after it has it.
    await expect
      .poll(async () => {
        const shown = await shownCode(page);
        return shown !== '' && kept?.startsWith(shown) === true ? 'as it was left' : shown;
      })
      .toBe('as it was left');

    await runAttack(page);
    await press(page, 'Reset');
    expect(await shownCode(page)).toContain((starter[first?.path ?? ''] ?? '').split('\n')[0]);
    expect(await page.locator('[aria-current=step]').textContent()).toBe('Leak');
    await verdict(page).getByText('Nothing has run yet.').waitFor();
    if (!program) {
      await tab(page, 'Matrix').click();
      await page.getByText('No matrix yet.').waitFor();
    }
    expect(troubles).toEqual([]);
    await close();
    // Four checks and two attacks, each on a database that is warmed up first.
  }, 180_000);
});

/** Every cell of the matrix is as it should be. */
async function seeMatrix(page: Page): Promise<void> {
  await tab(page, 'Matrix').click();
  const matrix = page.getByRole('table', { name: /^Rows reached/ });
  for (const context of ['own tenant', 'other tenant', 'no context']) {
    await matrix.getByRole('columnheader', { name: context, exact: true }).waitFor();
  }
  for (const command of ['SELECT', 'INSERT', 'UPDATE', 'DELETE']) {
    expect(await matrix.getByRole('rowheader', { name: command }).count()).toBeGreaterThan(1);
  }
  const states = await matrix
    .locator('.cell')
    .evaluateAll((cells) => cells.map((cell) => cell.getAttribute('data-state')));
  expect(states.length).toBeGreaterThanOrEqual(2 * 4 * 3);
  expect(new Set(states)).toEqual(new Set(['allowed', 'denied']));
}
