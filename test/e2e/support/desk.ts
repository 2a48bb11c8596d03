/** What a learner does at the desk of a lesson, in the learner's words. */
import type { LitElement } from 'lit';
import type { Locator, Page } from 'playwright';
import type { FileTexts } from '../../../src/contract/index.ts';

export const statusLine = (page: Page): Locator => page.getByRole('status', { name: 'Database' });

export const verdict = (page: Page): Locator => page.getByRole('status', { name: 'Verdict' });

export const attack = (page: Page): Locator => page.getByRole('status', { name: 'Attack' });

export const tab = (page: Page, name: string): Locator =>
  page.getByRole('tab', { name: new RegExp(`^${name.replaceAll('.', '\\.')}\\b`) });

export const press = (page: Page, name: string | RegExp): Promise<void> =>
  page.getByRole('button', { name }).click();

/** The database answers and the rich editor stands: from here on everything can be pressed. */
export async function ready(page: Page): Promise<void> {
  await statusLine(page).filter({ hasText: 'ready in' }).waitFor();
  await page.locator('.monaco-editor .view-line').first().waitFor();
}

/** Replaces the text of the file that is shown, as somebody does who brings it from elsewhere. */
export async function paste(page: Page, text: string): Promise<void> {
  await enterEditor(page);
  await page.keyboard.press('ControlOrMeta+A');
  if (text === '') {
    await page.keyboard.press('Delete');
  } else {
    await page.evaluate((clip) => navigator.clipboard.writeText(clip), text);
    await page.keyboard.press('ControlOrMeta+V');
  }
  await leaveEditor(page);
}

/** Replaces the text of the file that is shown by keys alone. */
export async function type(page: Page, text: string): Promise<void> {
  await enterEditor(page);
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText(text);
  await leaveEditor(page);
}

export async function pasteFiles(page: Page, files: FileTexts): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await tab(page, path).click();
    await paste(page, text);
  }
}

async function enterEditor(page: Page): Promise<void> {
  await page.locator('.editor-frame').focus();
  await page.keyboard.press('Enter');
}

/** The first Escape lets go of a selection where there is one, the next leaves. */
async function leaveEditor(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.locator('.editor-frame:focus').waitFor();
}

/** The lines that Monaco shows, which for a short text are all there are. */
export async function shownCode(page: Page): Promise<string> {
  const lines = await page.locator('.monaco-editor .view-line').evaluateAll((elements) =>
    elements
      .map((element) => ({
        top: element.getBoundingClientRect().top,
        text: element.textContent.replaceAll('\u00a0', ' '),
      }))
      .sort((one, other) => one.top - other.top)
      .map(({ text }) => text),
  );
  return lines.join('\n').trimEnd();
}

/** Presses Check and waits until its verdict stands. */
export async function check(page: Page): Promise<Locator> {
  await press(page, /^Check/);
  return settledVerdict(page);
}

export async function settledVerdict(page: Page): Promise<Locator> {
  await drawn(page, 'lp-verdict');
  await page.locator('[role=status][aria-label=Verdict][aria-busy=false]').waitFor();
  return verdict(page);
}

/** Runs the attack and waits until its transcript stands. */
export async function runAttack(page: Page): Promise<Locator> {
  await press(page, 'Run the attack');
  await drawn(page, 'lp-attack');
  await page.locator('[role=status][aria-label=Attack][aria-busy=false]').waitFor();
  return attack(page);
}

/**
 * What a press did to the session stands in this element. It may draw itself in a task of its own,
 * and until then it shows what was before, which is not busy either.
 */
const drawn = (page: Page, name: string): Promise<boolean> =>
  page.locator(name).evaluate((element: LitElement) => element.updateComplete);
