import { BEYOND } from './support/beyond-tables.ts';
import { userOf } from './support/database-url.ts';
import { provePgtap } from './support/prove-pgtap.ts';

const both = (title: string): string[] => [`notes: ${title}`, `tool_calls: ${title}`];

await provePgtap({
  slug: 'superuser-and-owner-bypass',
  sql: { role: 'app_owner', files: ['roles.sql'] },
  named: (file, one) =>
    file.replace("names.app_role = 'app_user'", `names.app_role = '${userOf(one)}'`),
  leaks: [
    'the application is no superuser, and has neither BYPASSRLS nor CREATEROLE',
    'the application can become nobody whom row-level security does not bind',
    ...[
      'the application does not own it, and cannot become who does',
      'nothing is read where no tenant was ever set',
      'nothing is deleted where no tenant was ever set',
      'nothing is read where the tenant is empty',
      'nothing is deleted where the tenant is empty',
      'a tenant reads no row of another',
      'a tenant changes all of its own rows and no other',
      'a tenant deletes all of its own rows and no other',
      'TRUNCATE, which asks no policy, is refused',
      'a row for another tenant is refused',
      'giving a row to another tenant is refused',
      'a tenant makes no row of another its own',
    ].flatMap(both),
  ],
  beyond: BEYOND,
});
