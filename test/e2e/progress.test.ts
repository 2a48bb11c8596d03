import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { answeredLessons, answerNamed } from './support/answers.ts';
import { useBuiltSite } from './support/built-site.ts';
import { check, paste, press, ready, shownCode, verdict } from './support/desk.ts';

const site = useBuiltSite();
const LESSON = 'lessons/a-policy-per-command/';
const lessons = await answeredLessons();
const entry = lessons.find(({ lesson }) => LESSON.includes(lesson.slug));
const answer = (entry && answerNamed(entry, 'for-all').files['policies.sql']) ?? '';

const stage = (page: Page): Promise<string | null> =>
  page.locator('[aria-current=step]').textContent();
/** What storage holds of the lesson's file, whatever any page shows. */
const keptText = (page: Page): Promise<string | undefined> =>
  page.evaluate(async () => {
    const asked = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error('IndexedDB'));
      });
    const database = await asked(indexedDB.open('keyval-store'));
    const store = database.transaction('keyval').objectStore('keyval');
    const kept: unknown = await asked(store.get('leakproof:lesson:a-policy-per-command'));
    database.close();
    return (kept as { texts: Record<string, string> } | undefined)?.texts['policies.sql'];
  });
const notice = (page: Page) => page.getByRole('status', { name: 'Your texts' });

describe('a reload', () => {
  it('keeps the text, the stage, the hints, and that it held', async () => {
    const { page, troubles, close } = await site.visit(LESSON);
    await ready(page);
    await press(page, 'Hint');
    await paste(page, answer);
    await check(page);
    await page.reload();
    await ready(page);
    expect(answer.startsWith(await shownCode(page))).toBe(true);
    expect(await stage(page)).toBe('Hold');
    await page.getByText('Hint 1 of 3').waitFor();
    await verdict(page)
      .getByText(/^You made it hold on \d/)
      .waitFor();
    expect(troubles).toEqual([]);
    await close();
  });

  it('right after a key keeps what the key wrote', async () => {
    const { page, close } = await site.visit(LESSON);
    await ready(page);
    await paste(page, '-- the first words');
    await page.locator('.editor-frame').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('End');
    await page.keyboard.insertText(' and the last');
    await page.reload();
    await ready(page);
    expect(await shownCode(page)).toBe('-- the first words and the last');
    await close();
  });
});

describe('two tabs of one browser', () => {
  it('follow each other, and where both write one file lose neither text', async () => {
    const { page: one, troubles, close } = await site.visit(LESSON);
    await ready(one);
    const two = await one.context().newPage();
    await two.goto(one.url());
    await ready(two);

    await one.bringToFront();
    await paste(one, '-- from one');
    await two.locator('.view-line').filter({ hasText: '-- from one' }).waitFor();

    // Neither hears the other any more: as when a tab sleeps.
    for (const tab of [one, two])
      await tab.evaluate(() => {
        BroadcastChannel.prototype.postMessage = () => undefined;
      });
    await two.bringToFront();
    await paste(two, '-- two was here');
    await expect.poll(() => keptText(two)).toBe('-- two was here');
    await one.bringToFront();
    await paste(one, '-- one was here');
    await notice(one).getByText('Another tab changed policies.sql at the same time').waitFor();
    expect(await shownCode(one)).toBe('-- one was here');
    expect(await keptText(one)).toBe('-- one was here');

    await press(one, 'Show the other');
    await expect.poll(() => shownCode(one)).toBe('-- two was here');
    await expect.poll(() => keptText(one)).toBe('-- two was here');
    expect(troubles).toEqual([]);
    await close();
  });
});
