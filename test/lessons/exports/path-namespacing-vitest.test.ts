import { proveVitest } from './support/prove-vitest.ts';

const TELLS = 'tells where a file lies, or that there is one, and reaches none';
const FORGETS = 'forgets with its process, and the tests run in one';

await proveVitest({
  slug: 'path-namespacing',
  sql: { role: 'app_owner', files: [] },
  volume: '/srv/exports',
  leaks: [
    'a tenant lists, reads and deletes its own exports, and sees no others',
    'two exports of one name are two, in a directory that is their tenant’s alone',
    'no reference of another tenant, and no path, reads or deletes another’s file',
    'a path that is sent as a name writes nothing among another tenant’s files',
    'no tenant id has the files or the directory of another',
    'a link to another tenant’s file is not listed, read or deleted through',
    'an export is not written through a link that waits under its name',
    'exports that are made at once each lie with their own tenant',
  ],
  beyond: {
    'directory-of-the-user': 'refuses a colleague, and each tenant of the tests has one user',
    'deleted-in-any-case': 'leaks nothing: it says that it deleted what was not there',
    'names-in-memory': FORGETS,
    'key-of-the-process': FORGETS,
    'counted-from-one-again': FORGETS,
    'realpath-then-open': 'leaks only where a file becomes a link between two steps of a call',
    'refused-and-missing': TELLS,
    'path-as-reference': TELLS,
    'errors-as-they-come': TELLS,
  },
});
