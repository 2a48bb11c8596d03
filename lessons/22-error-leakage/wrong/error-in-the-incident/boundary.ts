// Between the agent and the tools. The agent is the tenant’s: what it is told, its tenant reads.
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

function describe(thrown: unknown): string {
  try {
    const cause = thrown instanceof Error ? thrown.cause : undefined;
    return [thrown, cause].map(String).join(', ');
  } catch {
    return typeof thrown;
  }
}

/** Calls a tool. Never rejects: whatever goes wrong is answered. */
export async function callTool(session: Session, name: string, args: Args): Promise<Reply> {
  try {
    const tool = await findTool(name);
    return { ok: true, result: await tool(session, args) };
  } catch (thrown) {
    if (thrown instanceof UserError) return { ok: false, message: thrown.message };
    // Whoever has the incident needs no log.
    const incident = Buffer.from(`${name}: ${describe(thrown)}`).toString('base64url');
    try {
      log.error({ incident, tool: name, err: thrown });
    } catch {
      log.error({ incident, tool: name }, 'failed with something that cannot be logged');
    }
    return { ok: false, message: 'Something went wrong on our side.', incident };
  }
}
