import { proveVitest } from './support/prove-vitest.ts';

/** Whatever the exported file has thrown behind the boundary. */
const THROWN = [
  'an Error',
  'an Error with a cause',
  'an AggregateError',
  'an Error with fields',
  'an Error that contains itself',
  'an Error with a getter that throws',
  'an Error with the marks of yours',
  'an Error with all that yours have',
  'a SyntaxError',
  'a text',
  'an object',
  'an object whose toString throws',
  'undefined',
  'null',
];

await proveVitest({
  slug: 'error-leakage',
  sql: { role: 'app_owner', files: [] },
  leaks: [
    'of an error for users nothing but its message reaches them',
    'what the database says of another tenant’s row is in the log and not told',
    ...THROWN.map((thrown) => `${thrown} stays inside, and is answered as any other failure`),
    ...THROWN.map((thrown) => `${thrown} is in the log, under the incident of the answer`),
    'nobody is told more on request, in development, or with the next answer',
    'incidents are drawn at random: they neither repeat nor count',
    'failures in the same moment have an incident each, with their own lines',
  ],
});
