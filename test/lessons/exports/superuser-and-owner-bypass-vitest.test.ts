import { BEYOND } from './support/beyond-tables.ts';
import { userOf } from './support/database-url.ts';
import { proveVitest } from './support/prove-vitest.ts';

await proveVitest({
  slug: 'superuser-and-owner-bypass',
  sql: { role: 'app_owner', files: ['roles.sql'] },
  user: userOf,
  leaks: [
    'the application is no superuser, and has neither BYPASSRLS nor CREATEROLE',
    'the application can become nobody whom row-level security does not bind',
    ...["'notes'", "'tool_calls'"].flatMap((table) =>
      [
        'the application does not own it, and cannot become who does',
        'a tenant reads and writes its own rows',
        'a tenant changes all of its own rows and no other',
        'a tenant deletes all of its own rows and no other',
        'TRUNCATE, which asks no policy, is refused',
        'a row for another tenant is refused',
        'giving a row to another tenant is refused',
        'a tenant makes no row of another its own',
        'with an empty tenant nothing is read and nothing deleted',
      ].map((title) => `${table} ${title}`),
    ),
  ],
  beyond: {
    ...BEYOND,
    'open-without-tenant': 'open only where no tenant was ever set, which the pgTAP file asks',
  },
});
