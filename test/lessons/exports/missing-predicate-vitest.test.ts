import { proveVitest } from './support/prove-vitest.ts';

const BETWEEN = 'leaks only where a document changes hands between two statements';
const ARGUMENT = 'leaks through an argument that the adapter does not send';

await proveVitest({
  slug: 'missing-predicate',
  sql: { role: 'app_owner', files: [] },
  leaks: [
    'another tenant’s id opens what an id of nobody opens',
    'another tenant’s id is edited as an id of nobody is, and its row stays as it was',
    'another tenant’s id is deleted as an id of nobody is, and its row stays',
    'two tenants at once each open their own, and only one of them the same id',
    'a search finds nobody else’s, and does not count it',
  ],
  beyond: {
    'look-then-act': BETWEEN,
    'remembered-owner': BETWEEN,
    'list-remembered': BETWEEN,
    'edit-of-nothing': ARGUMENT,
    'tenant-from-the-arguments': ARGUMENT,
    'patch-of-any-column': ARGUMENT,
    'forbidden-column': ARGUMENT,
    'values-in-the-text': ARGUMENT,
    'first-of-many-ids': ARGUMENT,
    'transaction-left-open': 'fails only after a call that was refused',
  },
});
