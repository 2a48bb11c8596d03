import type { FilePart } from '../contract/index.ts';

/** The steps of fetching a database's files, in the words of the status line. */
export const PART_STEPS: Readonly<Record<FilePart, string>> = {
  files: "fetching the server's files",
  image: 'fetching the database',
  vector: 'fetching pgvector',
};
