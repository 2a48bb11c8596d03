import type { FoundRow, Plain } from '../../contract/index.ts';
import { ownerOfId, type Truth } from '../ownership.ts';
import type { TablePlan, World } from '../world.ts';
import { readPlain, type Readable } from './plain-texts.ts';

/** Shorter texts turn up by chance. */
const TELLING = 8;
/** An id that somebody chose, such as `acme`, stands in names, paths and other ids as well. */
const TELLING_ID = 16;
/** See `canary` in draw.ts. A part of a text gives its row away as well. */
const CANARY = /secret-[0-9a-f]{10}/g;

type RowName = Omit<FoundRow, 'foreign' | 'text'>;

/** A text that stands in one row only. `at` keeps the order in which the rows were read. */
interface Telltale {
  readonly text: string;
  readonly row: RowName;
  readonly at: number;
}

/** What rows of a world can be recognised by. */
export interface Telltales {
  /** Texts that stand in one row only, and that row. */
  readonly texts: ReadonlyMap<string, RowName>;
  /** Those with a canary in them, by the canary: where it does not turn up, neither do they. */
  readonly byCanary: ReadonlyMap<string, readonly Telltale[]>;
  /** The others. */
  readonly plain: readonly Telltale[];
  /** By a key column's name: keys too short to look for anywhere, and their rows. */
  readonly keys: ReadonlyMap<string, ReadonlyMap<string, RowName | null>>;
  /** Ids of tenants, which stand in many rows. */
  readonly tenants: ReadonlyMap<string, number>;
  /** The columns that say whose row it is: there an id gives its tenant away however short it is. */
  readonly tenantColumns: ReadonlySet<string>;
}

/** What was read off a truth by itself: most calls change nothing, and ask for the same again. */
const known = new WeakMap<Truth, { readonly world: World; readonly tales: Telltales }>();

/** Reads off the rows what they can be recognised by. A truth is one world's, as it was read. */
export function telltales(
  world: World,
  tables: readonly TablePlan[],
  truths: readonly Truth[],
): Telltales {
  const [only, another] = truths;
  if (!only || another) return readOff(world, tables, truths);
  const before = known.get(only);
  if (before?.world === world) return before.tales;
  const tales = readOff(world, tables, truths);
  known.set(only, { world, tales });
  return tales;
}

function readOff(world: World, tables: readonly TablePlan[], truths: readonly Truth[]): Telltales {
  const ids = new Set(world.tenants.map(({ id }) => id));
  const tenants = new Map(world.tenants.map(({ id, index }) => [id, index]));
  const texts = new Map<string, RowName | null>();
  const keys = new Map<string, Map<string, RowName | null>>();
  const add = (to: Map<string, RowName | null>, text: string, row: RowName): void => {
    const known = to.get(text);
    // In two rows it tells nothing; the same row in two truths is one.
    const same = known?.table === row.table && known.key === row.key;
    to.set(text, known === undefined || same ? row : null);
  };
  for (const table of tables) {
    const short = keys.get(table.key) ?? new Map<string, RowName | null>();
    keys.set(table.key, short);
    for (const truth of truths) {
      for (const [key, values] of truth.get(table.name) ?? []) {
        const row = { table: table.name, key, owner: ownerOfId(world, values[table.tenant]) };
        add(short, key, row);
        for (const value of Object.values(values)) {
          if (value === null || ids.has(value)) continue;
          const parts = [value, ...(value.match(CANARY) ?? [])];
          for (const part of parts) if (part.length >= TELLING) add(texts, part, row);
        }
      }
    }
  }
  const only = withoutNull(texts);
  const tenantColumns = new Set(tables.map(({ tenant }) => tenant));
  return { texts: only, ...byCanary(only), keys, tenants, tenantColumns };
}

function withoutNull(texts: ReadonlyMap<string, RowName | null>): Map<string, RowName> {
  const only = new Map<string, RowName>();
  for (const [text, row] of texts) if (row) only.set(text, row);
  return only;
}

function byCanary(texts: ReadonlyMap<string, RowName>): Pick<Telltales, 'byCanary' | 'plain'> {
  const withCanary = new Map<string, Telltale[]>();
  const plain: Telltale[] = [];
  let at = 0;
  for (const [text, row] of texts) {
    const [canary] = text.match(CANARY) ?? [];
    if (canary === undefined) plain.push({ text, row, at: at++ });
    else withCanary.set(canary, [...(withCanary.get(canary) ?? []), { text, row, at: at++ }]);
  }
  return { byCanary: withCanary, plain };
}

/** The texts that stand in an answer, in the order of their rows. */
function textsIn(whole: string, { byCanary, plain }: Telltales): readonly Telltale[] {
  const canaries = new Set(whole.match(CANARY));
  return [...[...canaries].flatMap((canary) => byCanary.get(canary) ?? []), ...plain]
    .filter(({ text }) => whole.includes(text))
    .sort((a, b) => a.at - b.at);
}

/**
 * The rows that show in an answer, each once, and tenants whose id shows without a row of theirs
 * (`table` is then `tenant`).
 * @param args what the caller said itself: it gives nothing away
 */
export function findRows(
  answer: Readable,
  args: readonly Plain[],
  tales: Telltales,
  reader: number | null,
): FoundRow[] {
  const { keys, tenants, tenantColumns } = tales;
  const asked = readPlain(args).texts;
  const saidBefore = (text: string): boolean => asked.some((said) => said.includes(text));
  const whole = answer.texts.join('\n');
  const found = new Map<string, FoundRow>();
  const add = (row: RowName, text: string): void => {
    const name = `${row.table}:${row.key}`;
    const known = found.get(name);
    if (known && known.text.length >= text.length) return;
    found.set(name, { ...row, foreign: row.owner !== null && row.owner !== reader, text });
  };
  for (const { text, row } of textsIn(whole, tales)) {
    if (!saidBefore(text)) add(row, text);
  }
  for (const { name, value } of answer.named) {
    const row = keys.get(name)?.get(value);
    if (row && !asked.includes(value) && !found.has(`${row.table}:${row.key}`)) add(row, value);
  }
  for (const [id, owner] of tenants) {
    const shows =
      id.length >= TELLING_ID
        ? whole.includes(id)
        : answer.named.some(({ name, value }) => value === id && tenantColumns.has(name));
    if (owner === reader || !shows || saidBefore(id)) continue;
    if ([...found.values()].some((row) => row.owner === owner)) continue;
    add({ table: 'tenant', key: id, owner }, id);
  }
  return [...found.values()];
}
