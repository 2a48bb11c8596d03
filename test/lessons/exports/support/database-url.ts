import type { ExportCase } from './export-case.ts';

/** The user that a team's `database.url` names, as node-postgres reads it. */
export function userOf({ files }: ExportCase): string {
  const url = new URL(
    (files['database.url'] ?? '')
      .trim()
      .replace(/^postgres(?:ql)?:/, 'http:')
      .replace('http:///', 'http://localhost/'),
  );
  return decodeURIComponent(url.username) || (url.searchParams.get('user') ?? '');
}
