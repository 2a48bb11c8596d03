import { proveVitest } from './support/prove-vitest.ts';

await proveVitest({
  slug: 'cache-keys',
  sql: { role: 'app_owner', files: [] },
  leaks: [
    'reports of one name are each tenant’s own',
    'that a tenant has none of a name is told to nobody else',
    'nothing that a tenant does takes another’s entry away',
    'tenants that ask at once each open their own, then and after',
    'names that look like one key are two',
    'a refresh ends where the tenant’s name ends, whatever it is',
  ],
  beyond: {
    'eight-digits-of-a-hash': 'the file looks at no key, and finds none of the names that collide',
    'tenants-by-number': 'a test in the process of what it tests starts nothing anew',
  },
});
