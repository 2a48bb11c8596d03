import { describe, expect, test } from 'vitest';
import { LeakproofError } from '../../../src/contract/index.ts';
import { isShare, shareDiffs, type LessonSession } from '../../../src/workbook/index.ts';
import { readShare, writeShare } from '../../../src/workbook/share/share-link.ts';
import { memoryStore } from '../memory-store.ts';
import { browser, FILE, visit } from '../record/visits.ts';
import { LESSON, STARTER } from '../samples.ts';

const SHARE = { lesson: LESSON.slug, by: 'Ana', texts: { [FILE]: 'SELECT ’1’;' }, starter: 'x' };

/** A fragment as somebody makes it who does not use our page. */
async function forged(content: string | Uint8Array<ArrayBuffer>): Promise<string> {
  const stream = new Blob([content]).stream().pipeThrough(new CompressionStream('deflate'));
  const bytes = Buffer.from(await new Response(stream).arrayBuffer());
  return `#share=1.${bytes.toString('base64url')}`;
}

async function sentence(hash: string): Promise<string> {
  const thrown: unknown = await readShare(hash, LESSON).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(LeakproofError);
  return (thrown as LeakproofError).message;
}

const open = (): LessonSession => visit(memoryStore()).session;

describe('a link', () => {
  test('carries the texts, and letters that survive anywhere', async () => {
    const hash = await writeShare(SHARE);
    expect(hash).toMatch(/^#share=1\.[\w-]+$/);
    expect(isShare(hash)).toBe(true);
    expect(await readShare(hash, LESSON)).toEqual(SHARE);
  });

  test('is refused before it is made where it would be too long', async () => {
    const noise = Array.from({ length: 9_000 }, (_, at) => Math.sin(at).toString(36)).join('\n');
    const written = writeShare({ ...SHARE, texts: { [FILE]: noise } });
    await expect(written).rejects.toThrow(/^The link would carry \d/);
    const short = writeShare({ ...SHARE, texts: { [FILE]: 'x'.repeat(500_000) } });
    await expect(short).rejects.toThrow(/^The link would carry \d/);
  });

  test('names its sender without what would turn the name round', async () => {
    const hash = await writeShare({ ...SHARE, by: ' A\u202en\na ' });
    expect(await readShare(hash, LESSON)).toMatchObject({ by: 'Ana' });
  });

  const cut = 'The link cannot be read: it was cut off on its way';
  test.each<[string, () => string | Promise<string>, string]>([
    ['cut off', async () => (await writeShare(SHARE)).slice(0, -6), cut],
    ['changed on its way', async () => (await writeShare(SHARE)).replace(/.{3}$/, 'AAA'), cut],
    ['empty', () => '#share=', cut],
    ['no base64', () => '#share=1.%F0%9F', cut],
    ['no compressed data', () => `#share=1.${Buffer.from('text').toString('base64url')}`, cut],
    ['no JSON', () => forged('hello'), cut],
    ['no share', () => forged('{"texts":{}}'), cut],
    ['more than a share', () => forged(JSON.stringify({ ...SHARE, run: true })), cut],
    ['not UTF-8', () => forged(Uint8Array.of(0xff, 0xfe, 0x7b)), cut],
    ['longer than a link', () => `#share=1.${'A'.repeat(33_000)}`, cut],
    ['a bomb', () => forged('x'.repeat(50_000_000)), cut],
    ['by a line of its own', () => forged(JSON.stringify({ ...SHARE, by: 'A\nB' })), cut],
    ['by a name turned round', () => forged(JSON.stringify({ ...SHARE, by: 'A\u202eB' })), cut],
    ['by too long a name', () => forged(JSON.stringify({ ...SHARE, by: 'x'.repeat(41) })), cut],
    ['of a later version', () => '#share=2.abc', 'The link was made by another version'],
    [
      'for another lesson',
      () => writeShare({ ...SHARE, lesson: 'missing-predicate' }),
      'The link carries an answer to another lesson',
    ],
    [
      'with a read-only file',
      () => writeShare({ ...SHARE, texts: { 'schema.sql': 'DROP TABLE documents;' } }),
      'The link carries a file that cannot be changed',
    ],
    [
      'with a file of the prototype',
      () => writeShare({ ...SHARE, texts: { constructor: 'x' } }),
      'The link carries a file that cannot be changed',
    ],
  ])('that is %s is refused', async (_, make, words) => {
    expect(await sentence(await make())).toContain(words);
  });
});

describe('opening a link', () => {
  test('shows whose it is and what differs, and changes and runs nothing', async () => {
    const { session, engine } = visit(memoryStore());
    session.edit(FILE, 'mine');
    const before = session.state;
    await session.sharing.open(await writeShare(SHARE));
    const { shared, ...rest } = session.state;
    expect(shared).toEqual({ status: 'open', share: SHARE });
    expect(rest).toEqual({ ...before, shared: undefined });
    const [diff, ...others] = shareDiffs(LESSON, SHARE, session.state.texts);
    expect(others).toEqual([]);
    expect(diff?.lines.map(({ kind, text }) => [kind, text])).toEqual([
      ['gone', 'mine'],
      ['new', 'SELECT ’1’;'],
    ]);
    expect(engine.runs).toEqual([]);
    session.sharing.decline();
    expect(session.state).toEqual(before);
  });

  test('and taking it keeps one’s own, over a reload, until it is taken back', async () => {
    const { open: again } = browser();
    const { session, engine } = await again();
    session.edit(FILE, 'mine');
    await session.sharing.open(await writeShare(SHARE));
    session.sharing.accept();
    expect(session.state).toMatchObject({
      ...{ texts: { [FILE]: 'SELECT ’1’;' }, shared: null, starterChanged: true },
      notice: { kind: 'taken', by: 'Ana', kept: true },
    });
    expect(engine.runs).toEqual([]);
    await session.flush();
    const later = (await again()).session;
    const [own] = later.state.aside;
    expect(own).toMatchObject({ why: 'share', texts: { [FILE]: 'mine' } });
    if (own !== undefined) later.takeBack(own);
    expect(later.state.texts[FILE]).toBe('mine');
    expect(later.state.aside).toMatchObject([{ texts: { [FILE]: 'SELECT ’1’;' } }]);
  });

  test('of the starter brings the starter, of an untouched lesson keeps nothing', async () => {
    const giver = open();
    const taker = open();
    await taker.sharing.open(await giver.sharing.write(''));
    taker.sharing.accept();
    expect(taker.state).toMatchObject({
      ...{ texts: { [FILE]: STARTER }, aside: [], notice: { kept: false } },
    });
  });

  test('that cannot be read says so and changes nothing', async () => {
    const session = open();
    session.edit(FILE, 'mine');
    await session.sharing.open('#share=1.zzz');
    expect(session.state).toMatchObject({
      shared: { status: 'refused' },
      texts: { [FILE]: 'mine' },
    });
    session.sharing.accept();
    expect(session.state.texts[FILE]).toBe('mine');
  });
});
