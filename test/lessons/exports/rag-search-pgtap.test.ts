import { provePgtap } from './support/prove-pgtap.ts';

const CODE = 'the program’s, which the vitest file is for';
const both = (title: string): string[] => [`sources: ${title}`, `chunks: ${title}`];

await provePgtap({
  slug: 'rag-search',
  sql: { role: 'app', files: ['index.sql', 'policies.sql'] },
  leaks: [
    'row-level security binds the application, forced where it owns the table',
    'nothing is read where no tenant was ever set',
    'nothing is deleted where no tenant was ever set',
    'nothing is read where the tenant is empty',
    'nothing is deleted where the tenant is empty',
    'a tenant reads no row of another',
    'a tenant changes all of its own rows and no other',
    'a tenant deletes all of its own rows and no other',
    'a row for another tenant is refused',
    'giving a row to another tenant is refused',
    'a tenant makes no row of another its own',
  ].flatMap(both),
  beyond: {
    'set-for-the-session': CODE,
    'local-without-begin': CODE,
    'one-endpoint-wrapped': CODE,
    'tenant-from-the-arguments': CODE,
    'remembered-by-question': CODE,
    'total-of-the-table': CODE,
    'no-rollback': CODE,
    'another-setting': CODE,
    starved: CODE,
    'materialised-view': 'a view, and no listed table',
    'immutable-helper': 'leaks through a plan that is kept for another tenant',
    'policy-steps-aside': 'a setting that only its program knows',
  },
});
