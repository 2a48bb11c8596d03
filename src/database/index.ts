export { AUDITOR } from './roles.ts';
export { openDatabase } from './pglite-database.ts';
export { unpackBytes, unpackFiles } from './unpack.ts';
export { fetchFiles } from './fetch-files.ts';
