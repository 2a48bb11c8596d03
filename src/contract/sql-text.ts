/**
 * A string as an SQL literal. Backslashes need nothing, since standard_conforming_strings is on.
 * Source: PostgreSQL documentation, "String Constants".
 */
export function quoteLiteral(value: string | null): string {
  if (value === null) return 'NULL';
  if (value.includes('\0')) throw new RangeError('PostgreSQL text cannot hold a NUL character');
  return `'${value.replaceAll("'", "''")}'`;
}

/** A name as a quoted SQL identifier. Source: PostgreSQL documentation, "Identifiers and Key Words". */
export function quoteIdentifier(name: string): string {
  if (name.includes('\0')) throw new RangeError('A PostgreSQL name cannot hold a NUL character');
  return `"${name.replaceAll('"', '""')}"`;
}

/** Line and column, both from 1, of a character position that counts from 1. */
export function lineAndColumn(text: string, position: number): { line: number; column: number } {
  // PostgreSQL counts characters; JavaScript counts UTF-16 units, two for an astral character.
  const before = [...text].slice(0, position - 1).join('');
  const lines = before.split('\n');
  return { line: lines.length, column: [...(lines.at(-1) ?? '')].length + 1 };
}
