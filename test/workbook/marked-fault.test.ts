import { describe, expect, test } from 'vitest';
import { markedFault } from '../../src/workbook/index.ts';
import { checked, FILE, ID, only } from './checked.ts';
import { FAULTY, HELD, SYNTAX_FAULT } from './samples.ts';

describe('the fault that the editor marks', () => {
  test('is a replay’s as it is a check’s', async () => {
    const { session, engine } = await checked();
    expect(markedFault(session.state)).toBeNull();
    session.edit(FILE, 'SELEC 1;');
    const run = session.replay(ID);
    engine.latest.answer(only(FAULTY));
    await run;
    expect(markedFault(session.state)).toEqual(SYNTAX_FAULT);
    const check = session.check();
    engine.latest.answer(FAULTY);
    await check;
    expect(markedFault(session.state)).toEqual(SYNTAX_FAULT);
  });

  test('is gone once later texts ran', async () => {
    const { session, engine } = await checked();
    session.edit(FILE, 'SELEC 1;');
    const broken = session.replay(ID);
    engine.latest.answer(only(FAULTY));
    await broken;
    session.edit(FILE, 'SELECT 1;');
    const mended = session.replay(ID);
    expect(markedFault(session.state)).toBeNull();
    engine.latest.answer(only(HELD));
    await mended;
    expect(markedFault(session.state)).toBeNull();
  });

  test('is what kept a replay from running at all', async () => {
    const { session } = await checked();
    session.edit(FILE, 'SEL\0ECT');
    await session.replay(ID);
    expect(markedFault(session.state)).toMatchObject({ code: 'file-refused' });
  });
});
