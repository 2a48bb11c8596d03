import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { answeredLessons } from './support/answers.ts';
import { axeFindings } from './support/axe.ts';
import { useBuiltSite } from './support/built-site.ts';
import { check, press, ready, runAttack } from './support/desk.ts';

/** What axe says of every lesson, in each state that a learner sees, in every set of colours. */
const site = useBuiltSite();
const lessons = await answeredLessons();

/** The colours of one visit: the page follows when the system changes from light to dark. */
const VISITS = [
  { name: 'light and dark', schemes: ['light', 'dark'], forcedColors: 'none' },
  { name: 'forced colours', schemes: ['light'], forcedColors: 'active' },
] as const;

describe.each(lessons)('axe on $lesson.slug', ({ lesson }) => {
  it.each(VISITS)(
    'finds nothing in $name',
    async ({ schemes, forcedColors }) => {
      const address = `lessons/${lesson.slug}/`;
      const { page, troubles, close } = await site.visit(address, { forcedColors });
      // Two databases are warmed up first.
      await page.locator('lp-status [data-quiet="true"]').waitFor({ timeout: 60_000 });
      const found: string[] = [];
      const look = async (): Promise<void> => {
        for (const colorScheme of schemes) {
          await page.emulateMedia({ colorScheme });
          found.push(...(await axeFindings(page)).map((finding) => `${colorScheme}: ${finding}`));
        }
      };
      if (forcedColors === 'none') await ready(page);
      await look();
      await press(page, 'Hint');
      await runAttack(page);
      await look();
      await check(page);
      await openAll(page);
      await look();
      for (const panel of await page.locator('lp-results [role=tab]').all()) {
        await panel.click();
        await openAll(page);
        await look();
      }
      await close();
      expect(found).toEqual([]);
      expect(troubles).toEqual([]);
      // An attack, a check, and every panel in each of the colours.
    },
    240_000,
  );
});

/** What is folded away is looked at as well. */
const openAll = (page: Page): Promise<void> =>
  page
    .locator('details:not([open])')
    .evaluateAll((all) => all.forEach((details) => details.setAttribute('open', '')));
