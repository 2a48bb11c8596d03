import { proveVitest } from './support/prove-vitest.ts';

await proveVitest({
  slug: 'session-vs-local',
  sql: { role: 'app_owner', files: [] },
  mode: 'transaction',
  // A connection that is kept, or a transaction that is left open, has the next call wait for ever.
  wrong: ['export-forgotten', 'session-value-in-transaction', 'set-for-everybody'],
  leaks: [
    'a request that returns leaves no tenant behind',
    'a request that returns early leaves no tenant behind',
    'a request that throws leaves no tenant behind, and nothing of its work',
    'requests of two tenants at once each see their own rows',
  ],
});
