/**
 * Who is calling. The server makes it from the verified access token before it calls a tool;
 * nothing in it comes from the agent.
 */
export interface Session {
  readonly tenantId: string;
  readonly user: string;
}
