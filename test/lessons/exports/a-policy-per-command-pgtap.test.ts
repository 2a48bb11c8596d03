import { provePgtap } from './support/prove-pgtap.ts';

/** Policies that raise where no tenant is set: then the file has to name the SQLSTATE. */
const RAISES: Readonly<Record<string, readonly [neverSet: string, empty: string]>> = {
  'strict-setting': ['42704', '22P02'],
  'raise-without-tenant': ['P0001', 'P0001'],
};

await provePgtap({
  slug: 'a-policy-per-command',
  sql: { role: 'app_owner', files: ['policies.sql'] },
  named(file, { name }) {
    const [neverSet, empty] = RAISES[name] ?? ['0 rows', '0 rows'];
    return file
      .replace("names.never_set = '0 rows'", `names.never_set = '${neverSet}'`)
      .replace("names.empty = '0 rows'", `names.empty = '${empty}'`);
  },
  leaks: [
    'tool_calls: nothing is read where no tenant was ever set',
    'reports: nothing is deleted where no tenant was ever set',
    'tool_calls: nothing is deleted where no tenant was ever set',
    'tool_calls: nothing is read where the tenant is empty',
    'reports: nothing is deleted where the tenant is empty',
    'tool_calls: nothing is deleted where the tenant is empty',
    'tool_calls: a tenant reads no row of another',
    'tool_calls: a tenant changes all of its own rows and no other',
    'reports: a tenant deletes all of its own rows and no other',
    'tool_calls: a tenant deletes all of its own rows and no other',
    'reports: a row for another tenant is refused',
    'tool_calls: a row for another tenant is refused',
    'documents: giving a row to another tenant is refused',
    'tool_calls: giving a row to another tenant is refused',
    'tool_calls: a tenant makes no row of another its own',
    'tool_calls: an upsert gives no row to another tenant',
    'tool_calls: an upsert makes no row of another its own',
  ],
  beyond: {
    'definer-for-the-log': 'a function, and no listed table',
    'view-without-check': 'a view, and no listed table',
    'immutable-helper': 'leaks through a plan that is kept for another tenant',
    'insert-where-rows-are': 'refuses a tenant that has no rows yet, and theirs have some',
    'rows-removed': 'rows that were there before are gone; the policies hold',
  },
});
