/**
 * Who is calling. The server makes it from the verified access token. One user can be a member of
 * several workspaces: an accountant, an agency.
 */
export interface Session {
  /** The workspace's handle. Whoever signs up chooses it, and any text is allowed. */
  readonly tenantId: string;
  readonly user: string;
}
