/** What one run of the sandbox's bench found. All in one page, one worker, one database build. */
export interface SandboxFigures {
  /** Milliseconds from asking for a realm to its word that it is ready; the first is a cold one. */
  readonly starts: readonly number[];
  /** Queries per second, by turns: `db.query()` beside the database… */
  readonly direct: readonly number[];
  /** …and in a realm, through the pooler in transaction mode: on several connections of `pg`… */
  readonly clients: readonly number[];
  /** …on one, where each query waits for the answer to the one before… */
  readonly client: readonly number[];
  /** …and with `pool.query()`, which takes the connection anew for each query. */
  readonly pool: readonly number[];
}
