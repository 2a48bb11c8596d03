/** What a learner does without a pointer. */
import type { Page } from 'playwright';
import { expect } from 'vitest';

/** Walks with Tab until the focus is on what the selector names, and sees that it shows. */
export async function tabTo(page: Page, selector: string, key = 'Tab'): Promise<void> {
  for (let step = 0; step < 60; step++) {
    await page.keyboard.press(key);
    const here = await page.evaluate((wanted) => {
      const element = document.activeElement;
      if (element?.matches(wanted) !== true) return null;
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      return { visible: element.matches(':focus-visible'), outlineStyle, outlineWidth };
    }, selector);
    if (here === null) continue;
    expect(here).toMatchObject({ visible: true, outlineStyle: 'solid', outlineWidth: '2px' });
    return;
  }
  throw new Error(`${key} never came to ${selector}.`);
}

/** Leaves the editor: the first Escape may only close what the editor offers. */
export async function escapeEditor(page: Page): Promise<void> {
  const frame = page.locator('.editor-frame:focus-visible');
  for (let step = 0; step < 3 && (await frame.count()) === 0; step++)
    await page.keyboard.press('Escape');
  await frame.waitFor();
}
