export { AUDITOR } from './roles.ts';
export { openDatabase } from './pglite-database.ts';
