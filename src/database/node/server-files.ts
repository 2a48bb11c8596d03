/**
 * What nobody asks a running server of a lesson for, in PGlite's file package: the scripts and
 * lists that initdb reads, what extensions are compiled with, replication's client, and the tables
 * of East Asian encodings. They are two thirds of its bytes, and every page would unpack them.
 * No conversion works in PGlite 0.5.14, where `convert_to(…, 'LATIN1')` ends the session without an
 * answer; one that is left out is an error where it is called.
 */
const UNUSED = [
  /^\/pglite\/share\/postgresql\/(?:postgres\.bki|(?:information_schema|snowball_create)\.sql)$/,
  /^\/pglite\/share\/postgresql\/system_[a-z]+\.sql$/,
  /^\/pglite\/share\/postgresql\/(?:sql_features|errcodes)\.txt$/,
  /^\/pglite\/share\/postgresql\/.+\.sample$/,
  /^\/pglite\/lib\/postgresql\/pgxs\//,
  /^\/pglite\/lib\/postgresql\/libpqwalreceiver\.so$/,
  /^\/pglite\/lib\/postgresql\/utf8_and_(?:big5|euc|gb|johab|sjis|uhc).*\.so$/,
] as const;

/** Where a file lies in the package. */
interface Entry {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The package with zeros in the place of what is not used, which gzip makes nothing of. Its size
 * and the places of the files stay, since PGlite's script knows them.
 * @param script PGlite's, which holds the list of the files
 * @throws Error when the list is not where it was, or does not fit the package
 */
export function withoutUnused(files: Uint8Array, script: string): Uint8Array {
  const entries = listOf(script);
  if (Math.max(...entries.map(({ end }) => end)) !== files.length)
    throw new Error('The list of PGlite’s files does not fit its package.');
  const lean = Uint8Array.from(files);
  for (const pattern of UNUSED) {
    const unused = entries.filter(({ name }) => pattern.test(name));
    if (unused.length === 0) throw new Error(`PGlite has no file like ${pattern.source}.`);
    for (const { start, end } of unused) lean.fill(0, start, end);
  }
  return lean;
}

const LISTED = /filename:\s*"([^"]+)",\s*start:\s*([\de]+),\s*end:\s*([\de]+)/g;

function listOf(script: string): readonly Entry[] {
  const entries = [...script.matchAll(LISTED)].map(([, name = '', start, end]): Entry => ({
    name,
    start: Number(start),
    end: Number(end),
  }));
  if (entries.length === 0) throw new Error('PGlite’s script has no list of its files.');
  return entries;
}
