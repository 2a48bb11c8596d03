import type { WorkspaceCatalog } from '../../contract/index.ts';

/** Something that can be written where the cursor is. */
export interface Completion {
  readonly name: string;
  readonly kind: 'table' | 'column' | 'policy' | 'role' | 'function' | 'setting' | 'command';
  /** What it is, in a word or two: a type, a table. */
  readonly about: string;
}

/** Where a role's name may follow. */
const AFTER_ROLE = /\b(?:role|to|owner|user|from)\s+[\w"]*$/i;
/** Where a setting's name may follow, and so much of it as is there. */
const AFTER_SETTING =
  /(?:(?:^|;)\s*(?:set|show|reset)\s+(?:(?:local|session)\s+)?|\b(?:current_setting|set_config)\s*\(\s*')([\w.]*)$/i;
const AFTER_DOT = /([\w"]+)\s*\.\s*[\w"]*$/;

/** So much of a name as stands before the cursor, which a completion replaces. */
export function wordBefore(before: string): string {
  // A setting has dots in its name; what follows a table's name and a dot has none.
  const [, setting] = AFTER_SETTING.exec(before) ?? [];
  return setting ?? /(?:\\\w*|[\w"]*)$/.exec(before)?.[0] ?? '';
}

/**
 * What the catalog has for the place behind `before`. After a table's name and a dot its columns,
 * also by an alias; settings where they are set or read; elsewhere tables, columns, policies, roles
 * and functions, in this order.
 * @param text the whole text, in which aliases are looked for
 */
export function completionsAt(
  before: string,
  text: string,
  catalog: WorkspaceCatalog,
): readonly Completion[] {
  if (/^\s*\\\w*$/.test(before)) return COMMANDS;
  if (AFTER_SETTING.test(before)) return [...settings(catalog), ...roles(catalog)];
  const [, qualifier] = AFTER_DOT.exec(before) ?? [];
  if (qualifier !== undefined) return columnsOf(qualifier, text, catalog);
  const most = [...tables(catalog), ...columns(catalog), ...policies(catalog)];
  const others = [...functions(catalog)];
  if (AFTER_ROLE.test(before)) return [...roles(catalog), ...most, ...others];
  return [...most, ...roles(catalog), ...others];
}

const tables = (catalog: WorkspaceCatalog): Completion[] =>
  catalog.tables.map(({ name, columns: { length } }) => ({
    ...{ name, kind: 'table' as const, about: `${String(length)} columns` },
  }));

function columns(catalog: WorkspaceCatalog): Completion[] {
  const known = new Map<string, Completion>();
  for (const { name: table, columns: all } of catalog.tables) {
    for (const { name, type } of all) {
      const before = known.get(name);
      const about = before ? `${before.about}, ${table}` : `${type}, ${table}`;
      known.set(name, { name, kind: 'column', about });
    }
  }
  return [...known.values()];
}

const policies = (catalog: WorkspaceCatalog): Completion[] =>
  catalog.tables.flatMap(({ name: table, policies: all }) =>
    all.map((name) => ({ name, kind: 'policy' as const, about: `policy on ${table}` })),
  );

const roles = (catalog: WorkspaceCatalog): Completion[] =>
  catalog.roles.map(({ name }) => ({ name, kind: 'role', about: 'role' }));

const functions = (catalog: WorkspaceCatalog): Completion[] =>
  catalog.functions.map((name) => ({ name, kind: 'function', about: 'function' }));

const settings = (catalog: WorkspaceCatalog): Completion[] =>
  catalog.settings.map((name) => ({ name, kind: 'setting', about: 'setting' }));

const COMMANDS: readonly Completion[] = ['\\d', '\\dp', '\\du', '\\dn', '\\df', '\\?'].map(
  (name) => ({ name, kind: 'command', about: 'command' }),
);

/** By a table's name, or by what the text calls it. */
function columnsOf(qualifier: string, text: string, catalog: WorkspaceCatalog): Completion[] {
  const table = catalog.tables.find(
    ({ name }) => name === qualifier || calls(text, name, qualifier),
  );
  const found = (table?.columns ?? []).map(({ name, type }) => ({
    ...{ name, kind: 'column' as const, about: type },
  }));
  // A schema qualifies tables.
  const within = catalog.tables
    .filter(({ name }) => name.startsWith(`${qualifier}.`) || qualifier === 'public')
    .map(({ name }) => ({
      name: name.replace(`${qualifier}.`, ''),
      kind: 'table' as const,
      about: 'table',
    }));
  return [...found, ...within];
}

function calls(text: string, table: string, alias: string): boolean {
  const escape = (name: string): string => name.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&');
  return new RegExp(`\\b${escape(table)}\\s+(?:as\\s+)?${escape(alias)}\\b`, 'i').test(text);
}
