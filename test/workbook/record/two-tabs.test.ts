import { describe, expect, test } from 'vitest';
import { HELD, LESSON, STARTER } from '../samples.ts';
import { browser, FILE } from './visits.ts';

/** Two editable files, so that two tabs can be at work on different ones. */
const TWO_FILES = {
  ...LESSON,
  manifest: {
    ...LESSON.manifest,
    files: LESSON.manifest.files.map((file) => ({ ...file, editable: true })),
  },
};
const OTHER = 'schema.sql';

describe('two tabs that hear each other', () => {
  test('show the same text, and neither says anything', async () => {
    const { open } = browser();
    const [one, two] = [await open(), await open()];
    one.session.edit(FILE, 'from one');
    await one.session.flush();
    await two.session.flush();
    expect(two.session.state).toMatchObject({ texts: { [FILE]: 'from one' }, notice: null });
    two.session.edit(FILE, 'from two');
    await two.session.flush();
    await one.session.flush();
    expect(one.session.state).toMatchObject({ texts: { [FILE]: 'from two' }, notice: null });
    expect(one.session.state.aside).toEqual([]);
  });

  test('stay each at its own stage', async () => {
    const { open } = browser();
    const [one, two] = [await open(), await open()];
    one.session.goTo('hold');
    await one.session.flush();
    await two.session.flush();
    expect(two.session.state).toMatchObject({ stage: 'leak', reached: 'hold' });
  });

  test('follow a reset', async () => {
    const { open } = browser();
    const one = await open();
    one.session.edit(FILE, 'mine');
    one.session.showHint();
    await one.session.flush();
    const two = await open();
    one.session.reset();
    await one.session.flush();
    await two.session.flush();
    expect(two.session.state).toMatchObject({ texts: { [FILE]: STARTER }, hints: 0 });
    expect(two.session.state.aside).toMatchObject([{ texts: { [FILE]: 'mine' } }]);
  });
});

describe('two tabs that do not hear each other', () => {
  test('each keep what the other did to another file', async () => {
    const { deaf } = browser();
    const [one, two] = [await deaf(TWO_FILES), await deaf(TWO_FILES)];
    one.session.edit(FILE, 'from one');
    two.session.edit(OTHER, 'from two');
    two.session.showHint();
    await one.session.flush();
    await two.session.flush();
    const both = { texts: { [FILE]: 'from one', [OTHER]: 'from two' }, notice: null, aside: [] };
    expect(two.session.state).toMatchObject(both);
    await one.session.look();
    expect(one.session.state).toMatchObject({ ...both, hints: 1 });
  });

  test('lose neither text of one file, and the later one to write says so', async () => {
    const { deaf, open } = browser();
    const [one, two] = [await deaf(), await deaf()];
    one.session.edit(FILE, 'from one');
    two.session.edit(FILE, 'from two');
    await one.session.flush();
    await two.session.flush();
    expect(two.session.state).toMatchObject({
      texts: { [FILE]: 'from two' },
      notice: { kind: 'contested', files: [FILE] },
      aside: [{ why: 'other-tab', texts: { [FILE]: 'from one' } }],
    });
    const [left] = two.session.state.aside;
    if (left !== undefined) two.session.takeBack(left);
    await two.session.flush();
    const { state } = (await open()).session;
    expect(state.texts[FILE]).toBe('from one');
    expect(state.aside).toMatchObject([{ why: 'restore', texts: { [FILE]: 'from two' } }]);
  });

  test('both count: the pass of one, the time of each', async () => {
    const { deaf, clock, open } = browser();
    const [one, two] = [await deaf(), await deaf()];
    clock.now += 10_000;
    one.session.tick();
    const run = one.session.check();
    one.engine.latest.answer(HELD);
    await run;
    await one.session.flush();
    two.session.tick();
    two.session.showHint();
    await two.session.flush();
    expect(two.session.state).toMatchObject({ passed: clock.now, hints: 1 });
    const { session } = await open();
    expect(session.state.passed).toBe(clock.now);
  });

  test('at random never lose what was written last to a file, on show or aside', async () => {
    for (let round = 0; round < 40; round += 1) {
      const { deaf } = browser();
      const tabs = [await deaf(TWO_FILES), await deaf(TWO_FILES)] as const;
      const latest = new Map<string, string>();
      for (let step = 0; step < 12; step += 1) {
        const draw = (round * 7919 + step * 104_729) % 97;
        const { session } = tabs[draw % 2 === 0 ? 0 : 1];
        const path = draw % 3 === 0 ? FILE : OTHER;
        if (draw % 5 < 3) {
          const text = `${String(round)}-${String(step)}`;
          session.edit(path, text);
          latest.set(path, text);
        } else if (draw % 5 === 3) await session.flush();
        else await session.look();
      }
      for (const { session } of tabs) await session.flush();
      await tabs[0].session.look();
      const { texts, aside } = tabs[0].session.state;
      for (const [path, text] of latest) {
        const found = [texts[path], ...aside.map((entry) => entry.texts[path])];
        expect(found, `round ${String(round)}, ${path}`).toContain(text);
      }
    }
  });
});
