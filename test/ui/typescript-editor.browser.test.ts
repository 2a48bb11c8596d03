import * as monaco from 'monaco-editor/editor/editor.api.js';
import { beforeEach, describe, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { loadMonaco } from '../../src/ui/index.ts';
import { COMPILE_FAULT, DB, PROGRAM_LEAKED, PROGRAM_LESSON } from '../workbook/program-samples.ts';
import { setUpDesk, settled, type Desk } from './stage.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await setUpDesk(PROGRAM_LESSON);
});

/** TypeScript starts in seconds on a busy machine, and answers half a second after an edit. */
const patiently = { timeout: 40_000 };

/** What is underlined in a file, as `line: message`. */
const underlined = (path: string): string[] =>
  monaco.editor
    .getModelMarkers({ resource: monaco.Uri.parse(`file:///${path}`) })
    .map(({ startLineNumber, message }) => `${startLineNumber}: ${message}`);

const frame = (): HTMLElement | null => desk.root.querySelector<HTMLElement>('.editor-frame');

test('the plain editor edits TypeScript and says the fault of a run', async () => {
  const area = desk.root.querySelector<HTMLTextAreaElement>('.code-area');
  expect(area?.value).toBe(DB);
  area?.focus();
  area?.setSelectionRange(0, 0);
  await userEvent.keyboard('//');
  expect(desk.session.state.texts['db.ts']).toBe(`//${DB}`);
  await desk.check({ ...PROGRAM_LEAKED, checks: [], fault: COMPILE_FAULT });
  expect(desk.root.querySelector('.code-mark')?.textContent).toContain('db.ts does not compile');
});

describe('Monaco with TypeScript', () => {
  beforeEach(async () => {
    await desk.root.querySelector('lp-editor')?.upgrade(loadMonaco);
  });

  test('underlines type errors, across files and packages, and lets the code run', async () => {
    // Nothing is wrong with the starter; so that this is known, something else has to be found.
    desk.session.edit(
      'db.ts',
      DB.replace('max: 1', "max: 'one'").replace('tenant: string', 'tenant: number'),
    );
    await expect
      .poll(() => underlined('db.ts'), patiently)
      .toEqual(["3: Type 'string' is not assignable to type 'number'."]);
    desk.session.select('app.ts');
    await expect
      .poll(() => underlined('app.ts'), patiently)
      .toEqual(["9: Argument of type 'string' is not assignable to parameter of type 'number'."]);
    const run = desk.session.check();
    expect(desk.engine.latest.files['db.ts']).toContain("max: 'one'");
    desk.engine.latest.answer(PROGRAM_LEAKED);
    await run;
    // A file that is shown again is judged by the others as they are now, shown or not.
    desk.session.reset();
    await settled();
    desk.session.select('app.ts');
    await expect.poll(() => underlined('app.ts'), patiently).toEqual([]);
    desk.session.select('db.ts');
    await expect.poll(() => underlined('db.ts'), patiently).toEqual([]);
  }, 120_000);

  test('fetches the types of a package when it is imported', async () => {
    const use = "import * as z from 'zod';\nexport const one: string = z.number().parse(1);\n";
    desk.session.edit('db.ts', DB + use.replace('zod', 'no-such-package'));
    await expect
      .poll(() => underlined('db.ts').join('\n'), patiently)
      .toContain("Cannot find module 'no-such-package'");
    desk.session.edit('db.ts', DB + use);
    await expect
      .poll(() => underlined('db.ts'), patiently)
      .toEqual(["15: Type 'number' is not assignable to type 'string'."]);
  });

  test('offers the members of what a package exports', async () => {
    frame()?.focus();
    await userEvent.keyboard('{Enter}');
    await userEvent.keyboard('{Control>}{End}{/Control}');
    await userEvent.keyboard('pool.conn');
    await expect
      .poll(
        () => document.querySelector('.suggest-widget.visible .monaco-list-row')?.textContent,
        patiently,
      )
      .toContain('connect');
    await userEvent.keyboard('{Tab}');
    expect(desk.session.state.texts['db.ts']).toBe(`${DB}pool.connect`);
    await userEvent.keyboard('{Escape}');
    expect(document.activeElement).toBe(frame());
  });

  test('puts the fault of a run under its line', async () => {
    await desk.check({ ...PROGRAM_LEAKED, checks: [], fault: COMPILE_FAULT });
    await expect
      .poll(() => desk.root.querySelector('.code-mark')?.textContent, patiently)
      .toContain("')' expected");
  });
});
