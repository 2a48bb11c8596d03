export { AUDITOR } from './roles.ts';
export { openDatabase } from './pglite-database.ts';
export { unpackFiles } from './unpack.ts';
