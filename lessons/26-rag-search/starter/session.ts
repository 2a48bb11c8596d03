/** Who is calling: from the verified access token. Nothing in it comes from the agent. */
export interface Session {
  /** Null for somebody who is signed in and has not chosen a workspace yet. */
  readonly tenantId: string | null;
}
