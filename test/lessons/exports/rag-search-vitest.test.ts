import { proveVitest } from './support/prove-vitest.ts';

await proveVitest({
  slug: 'rag-search',
  sql: { role: 'app', files: ['index.sql', 'policies.sql'] },
  mode: 'transaction',
  user: () => 'app',
  leaks: [
    'a tenant finds, counts and cites its own',
    'a question in another tenant’s own words finds none of its chunks, and counts none',
    'a source that is called like another tenant’s is one’s own',
    'another tenant’s source is not cited',
    'no search leaves its tenant on a connection',
  ],
  beyond: {
    'check-that-is-true': 'a policy for writing, which the pgTAP file asks',
    'tenant-from-the-arguments': 'leaks through an argument that the adapter does not send',
    'immutable-helper': 'leaks through a plan that is kept for another tenant',
    'policy-steps-aside': 'a setting that only its program knows',
    starved: 'finds too little, which takes many rows to see',
    'no-rollback': 'fails only after a call that was refused',
  },
});
