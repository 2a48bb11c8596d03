// Between the agent and the tools. The agent is the tenant’s: what it is told, its tenant reads.
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
      code?: string | undefined;
      detail?: string | undefined;
    };

/** Calls a tool. Never rejects: whatever goes wrong is answered. */
export async function callTool(session: Session, name: string, args: Args): Promise<Reply> {
  try {
    const tool = await findTool(name);
    return { ok: true, result: await tool(session, args) };
  } catch (thrown) {
    const error = thrown as { message: string; code?: string; detail?: string };
    log.warn(`${name}: ${error.message}`);
    // All of it: an agent that knows what was wrong corrects its call, and need not ask anybody.
    return { ok: false, message: error.message, code: error.code, detail: error.detail };
  }
}
