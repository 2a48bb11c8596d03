import { describe, expect, test } from 'vitest';
import type { CarriedSetting, Timeline, TimelineBar } from '../../src/contract/index.ts';
import { pictureOf, type Band } from '../../src/ui/timeline/timeline-picture.ts';
import { HELD_TIMELINE, LEAKING_TIMELINE } from '../workbook/program-samples.ts';

const bandsOf = (timeline: Timeline): readonly Band[] =>
  pictureOf(timeline).lanes[0]?.settings[0]?.bands ?? [];

describe('a timeline in a grid', () => {
  test('has a column for each moment, the same in all lanes, and one behind the last', () => {
    const picture = pictureOf(LEAKING_TIMELINE);
    // 1 to 3, 5 to 15 and 17: one for each hand-over, statement and return.
    expect(picture.columns).toBe(15 + 1);
    const places = picture.lanes.map(({ bars }) => bars.map(({ start, end }) => [start, end]));
    expect(places).toEqual([
      [
        [1, 4],
        [5, 8],
        [11, 15],
      ],
      [[9, 16]],
    ]);
  });

  test('numbers bars and statements by when they came, across lanes', () => {
    const { lanes } = pictureOf(LEAKING_TIMELINE);
    expect(lanes.map(({ bars }) => bars.map(({ number }) => number))).toEqual([[1, 2, 4], [3]]);
    const ticks = lanes.map(({ bars }) =>
      bars.flatMap((bar) => bar.ticks.map(({ number }) => number)),
    );
    expect(ticks).toEqual([[1, 2, 3, 4, 6, 7, 8], [5]]);
  });
});

describe('what a connection carried', () => {
  test('runs on from the statement that set it, through the gap, under the next tenant’s bar', () => {
    const bands = bandsOf(LEAKING_TIMELINE).map(({ setting, start, end, foreign, idle }) => ({
      tenant: setting.tenant,
      at: [start, end],
      foreign,
      idle,
    }));
    expect(bands).toEqual([
      { tenant: 0, at: [2, 4], foreign: false, idle: false },
      { tenant: 0, at: [4, 5], foreign: false, idle: true },
      { tenant: 0, at: [5, 8], foreign: true, idle: false },
      { tenant: 0, at: [8, 11], foreign: false, idle: true },
      { tenant: 0, at: [11, 13], foreign: true, idle: false },
      { tenant: 1, at: [13, 15], foreign: false, idle: false },
      { tenant: 1, at: [15, 16], foreign: false, idle: true },
    ]);
  });

  test('is nothing where nothing outlives its transaction', () => {
    expect(bandsOf(HELD_TIMELINE)).toEqual([]);
  });

  const setting = (value: string | null): CarriedSetting[] => [
    { name: 'app.tenant_id', value, tenant: value === 'a' ? 0 : null },
  ];
  const use = (parts: Partial<TimelineBar>): TimelineBar => ({
    call: null,
    tenant: 0,
    from: 1,
    to: 4,
    settingsIn: setting(null),
    settingsOut: setting(null),
    statements: [],
    inherited: null,
    ...parts,
  });
  const one = (...bars: TimelineBar[]): Timeline => ({
    kind: 'timeline',
    tenants: [{ index: 0, name: 'Acme', id: 'a' }],
    lanes: [{ name: 'connection 1', bars }],
  });

  test('ends with the bar when it is reset before the next', () => {
    const bands = bandsOf(
      one(
        use({ settingsIn: setting('a'), settingsOut: setting('a') }),
        use({ from: 5, to: 6, settingsIn: setting('') }),
      ),
    );
    expect(bands.map(({ idle }) => idle)).toEqual([false]);
  });

  test('ends at DISCARD ALL, and begins at the bar’s end where no statement names it', () => {
    const discard = { at: 2, sql: 'DISCARD ALL', parameters: [], rows: null, error: null };
    const ended = bandsOf(one(use({ settingsIn: setting('a'), statements: [discard] })));
    expect(ended.map(({ start, end }) => [start, end])).toEqual([[1, 2]]);
    const begun = bandsOf(one(use({ settingsOut: setting('a') })));
    expect(begun[0]).toMatchObject({ start: 1, end: 2, idle: false });
  });

  test('lasts to the end under a bar that is never given back', () => {
    const bands = bandsOf(
      one(use({ to: null, settingsIn: setting('x'), settingsOut: setting('x') })),
    );
    expect(bands).toMatchObject([{ start: 1, end: 2, foreign: false, idle: false }]);
  });
});
