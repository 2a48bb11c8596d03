// Between the agent and the tools. The agent is the tenant’s: what it is told, its tenant reads.
import { randomUUID } from 'node:crypto';
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

/** Calls a tool. Never rejects: whatever goes wrong is answered. */
export async function callTool(session: Session, name: string, args: Args): Promise<Reply> {
  try {
    const tool = await findTool(name);
    return { ok: true, result: await tool(session, args) };
  } catch (thrown) {
    const { userMessage } = (thrown ?? {}) as { userMessage?: unknown };
    if (typeof userMessage === 'string') return { ok: false, message: userMessage };
    const incident = randomUUID();
    const about = { incident, tool: name, tenant: session.tenantId };
    try {
      log.error({ ...about, err: thrown });
    } catch {
      // A getter or a toJSON of what was thrown has thrown. The incident is findable all the same.
      log.error(about, 'failed with something that cannot be logged');
    }
    return { ok: false, message: 'Something went wrong on our side.', incident };
  }
}
