import { proveVitest } from './support/prove-vitest.ts';

/** Policies that raise where the tenant is empty: then the file has to name the SQLSTATE. */
const RAISES: Readonly<Record<string, string>> = {
  'strict-setting': '22P02',
  'raise-without-tenant': 'P0001',
};

await proveVitest({
  slug: 'a-policy-per-command',
  sql: { role: 'app_owner', files: ['policies.sql'] },
  named(file, { name }) {
    const code = RAISES[name];
    if (code === undefined) return file;
    return file.replace(
      'WITHOUT_TENANT: Outcome = { rows: 0 }',
      `WITHOUT_TENANT: Outcome = { refused: '${code}' }`,
    );
  },
  leaks: [
    "'documents' giving a row to another tenant is refused",
    "'reports' a tenant deletes all of its own rows and no other",
    "'reports' a row for another tenant is refused",
    "'reports' with an empty tenant nothing is read and nothing deleted",
    "'tool_calls' a tenant reads, changes and writes its own rows",
    "'tool_calls' a tenant changes all of its own rows and no other",
    "'tool_calls' a tenant deletes all of its own rows and no other",
    "'tool_calls' a row for another tenant is refused",
    "'tool_calls' giving a row to another tenant is refused",
    "'tool_calls' a tenant makes no row of another its own",
    "'tool_calls' with an empty tenant nothing is read and nothing deleted",
  ],
  beyond: {
    'definer-for-the-log': 'a function, and no listed table',
    'view-without-check': 'a view, and no listed table',
    'immutable-helper': 'leaks through a plan that is kept for another tenant',
    'insert-where-rows-are': 'refuses a tenant that has no rows yet, and theirs have some',
    'rows-removed': 'rows that were there before are gone; the policies hold',
  },
});
