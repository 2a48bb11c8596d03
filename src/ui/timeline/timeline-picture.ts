import type { CarriedSetting, Timeline, TimelineBar } from '../../contract/index.ts';

/** A statement's place: its column, and its number in the order of all statements. */
export interface Tick {
  readonly column: number;
  readonly number: number;
  readonly statement: TimelineBar['statements'][number];
}

/** One use of a connection, from its first column up to the one it was given back in. */
export interface BarPicture {
  /** Its number in the order of all bars, from 1. */
  readonly number: number;
  readonly lane: string;
  readonly bar: TimelineBar;
  readonly start: number;
  readonly end: number;
  readonly ticks: readonly Tick[];
}

/** A stretch over which the connection carried one value, and whose request lies over it. */
export interface Band {
  readonly setting: CarriedSetting;
  readonly start: number;
  readonly end: number;
  /** It reaches into a request of another tenant than the one whose id it is. */
  readonly foreign: boolean;
  /** Nobody had the connection: it lies between two bars, or behind the last. */
  readonly idle: boolean;
}

export interface LanePicture {
  readonly name: string;
  readonly bars: readonly BarPicture[];
  /** One line of bands for each watched setting. */
  readonly settings: readonly { readonly name: string; readonly bands: readonly Band[] }[];
}

/** A timeline as places in a grid: columns count from 1, ends are exclusive. */
export interface TimelinePicture {
  readonly columns: number;
  readonly lanes: readonly LanePicture[];
}

/** Lays a timeline out: a column for each thing that happened, the same in all lanes. */
export function pictureOf(timeline: Timeline): TimelinePicture {
  const bars = timeline.lanes.flatMap((lane) => lane.bars);
  const moments = [
    ...new Set(
      bars.flatMap((bar) => [
        bar.from,
        ...(bar.to === null ? [] : [bar.to]),
        ...bar.statements.map((statement) => statement.at),
      ]),
    ),
  ].sort((one, other) => one - other);
  const columnOf = new Map(moments.map((moment, at) => [moment, at + 1]));
  const column = (moment: number): number => columnOf.get(moment) ?? 1;
  const statements = bars.flatMap((bar) => bar.statements).sort((one, other) => one.at - other.at);
  const inOrder = [...bars].sort((one, other) => one.from - other.from);
  const columns = moments.length + 1;

  const lanes = timeline.lanes.map(({ name, bars: own }) => {
    const pictures = own.map((bar): BarPicture => {
      const ticks = bar.statements.map((statement) => ({
        column: column(statement.at),
        number: statements.indexOf(statement) + 1,
        statement,
      }));
      const end = bar.to === null ? columns : column(bar.to);
      return {
        number: inOrder.indexOf(bar) + 1,
        lane: name,
        bar,
        start: column(bar.from),
        end: Math.max(end, column(bar.from) + 1),
        ticks,
      };
    });
    return { name, bars: pictures, settings: settingsOf(pictures, columns) };
  });
  return { columns, lanes };
}

/** A setting that holds nothing: it was never set, or is set no more. */
export function isUnset({ value }: CarriedSetting): boolean {
  return value === null || value === '';
}

function settingsOf(bars: readonly BarPicture[], columns: number): LanePicture['settings'] {
  const names = new Set(
    bars.flatMap(({ bar }) => [...bar.settingsIn, ...bar.settingsOut]).map(({ name }) => name),
  );
  return [...names].map((name) => ({ name, bands: bandsOf(name, bars, columns) }));
}

/** The bands of one setting in one lane, where it holds anything. */
function bandsOf(name: string, bars: readonly BarPicture[], columns: number): readonly Band[] {
  const bands: Band[] = [];
  const add = (
    setting: CarriedSetting | undefined,
    start: number,
    end: number,
    over?: BarPicture,
  ) => {
    if (setting === undefined || isUnset(setting) || end <= start) return;
    const tenant = over?.bar.tenant ?? null;
    const foreign = setting.tenant !== null && tenant !== null && tenant !== setting.tenant;
    bands.push({ setting, start, end, foreign, idle: over === undefined });
  };
  bars.forEach((picture, at) => {
    const { bar, start, end } = picture;
    const taken = bar.settingsIn.find((each) => each.name === name);
    const left = bar.settingsOut.find((each) => each.name === name);
    const changed = taken?.value === left?.value ? end : changeOf(name, left, picture);
    add(taken, start, changed, picture);
    add(left, changed, end, picture);
    if (bar.to === null) return;
    const next = bars[at + 1];
    const kept = next?.bar.settingsIn.find((each) => each.name === name);
    // Behind the last bar the value stays for whoever comes next; a reset ends it at once.
    if (next === undefined) add(left, end, Math.min(end + 1, columns + 1));
    else if (kept?.value === left?.value) add(left, end, next.start);
  });
  return bands;
}

/**
 * The column in which a setting changed: that of the last statement that names it, or that resets
 * everything. Where none does, a function set it, and the change shows at the bar's end.
 */
function changeOf(
  name: string,
  left: CarriedSetting | undefined,
  { ticks, end }: BarPicture,
): number {
  const sets = ({ statement }: Tick): boolean => {
    const text = [statement.sql, ...statement.parameters].join('\n');
    return text.includes(name) || /\b(?:discard|reset)\s+all\b/i.test(text);
  };
  const value = left?.value ?? null;
  const withValue = ticks.filter(
    (tick) =>
      sets(tick) &&
      value !== null &&
      value !== '' &&
      [tick.statement.sql, ...tick.statement.parameters].some((text) => text?.includes(value)),
  );
  return (withValue.at(-1) ?? ticks.filter(sets).at(-1))?.column ?? end - 1;
}
