/**
 * Who is calling. The server makes it from the verified access token before it runs a tool; nothing
 * in it comes from the agent. `tenantId` is the workspace name that the customer typed at sign-up:
 * `acme`, `acme-eu`. Sign-up makes sure that it is free, and asks nothing else of it.
 */
export interface Session {
  readonly tenantId: string;
  readonly user: string;
}
