// Between the agent and the tools. The agent is the tenant’s: what it is told, its tenant reads.
import { createHash } from 'node:crypto';
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
    return thrown instanceof Error ? thrown.message : String(thrown);
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
    // The same error, the same incident: so support sees how often it happens.
    const incident = createHash('sha256')
      .update(`${name} ${describe(thrown)}`)
      .digest('hex')
      .slice(0, 16);
    try {
      log.error({ incident, tool: name, err: thrown });
    } catch {
      log.error({ incident, tool: name }, 'failed with something that cannot be logged');
    }
    return { ok: false, message: 'Something went wrong on our side.', incident };
  }
}
