// Between the agent and the tools. The agent is the tenant’s: what it is told, its tenant reads.
import { randomUUID } from 'node:crypto';
import { UserError } from './errors.ts';
import { log } from './log.ts';
import type { Session } from './session.ts';
import { findTool, type Args } from './tools.ts';

/** Sent to the agent as JSON. */
export type Reply =
  | { ok: true; result: unknown }
  | {
      ok: false;
      /** For the user. */
      message: string;
      /** Where the failure is ours: what our support finds it in the log by. */
      incident?: string;
    };

/** What the error says, for whoever is meant to see it. */
const textOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : 'It failed, and nobody knows why.';

/** Calls a tool. Never rejects: whatever goes wrong is answered. */
export async function callTool(session: Session, name: string, args: Args): Promise<Reply> {
  try {
    const tool = await findTool(name);
    return { ok: true, result: await tool(session, args) };
  } catch (thrown) {
    if (thrown instanceof UserError) return { ok: false, message: thrown.message };
    const incident = randomUUID();
    const about = { incident, tool: name, tenant: session.tenantId };
    try {
      log.error({ ...about, err: thrown });
    } catch {
      // A getter or a toJSON of what was thrown has thrown. The incident is findable all the same.
      log.error(about, 'failed with something that cannot be logged');
    }
    // On production nobody is told.
    const isDevelopment = process.env.NODE_ENV === 'development';
    return {
      ok: false,
      message: isDevelopment ? textOf(thrown) : 'Something went wrong on our side.',
      incident,
    };
  }
}
