// Fetches and unpacks what a database boots from. The page's head and a worker do so before
// anything else, so nothing here may bring the contract's schemas along: of those, types only.

export { fetchFiles } from './fetch-files.ts';
export { asError, guard, openFile, unpack } from './open-file.ts';
export { PART_STEPS, PARTS, type Part } from './steps.ts';
export { unpackBytes, unpackFiles } from './unpack.ts';
