/** What a database boots from. */
export const PARTS = ['module', 'files', 'image'] as const;
export type Part = (typeof PARTS)[number];

/** The steps of fetching it, in the words of the status line. */
export const PART_STEPS: Readonly<Record<Part, string>> = {
  module: 'fetching PostgreSQL',
  files: "fetching the server's files",
  image: 'fetching the database',
};
