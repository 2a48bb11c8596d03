// Between the agent and the tools. The agent is the tenant’s: what it is told, its tenant reads.
import { randomUUID } from 'node:crypto';
import { UserError } from './errors.ts';
import { log } from './log.ts';
import type { Session } from './session.ts';
import { findTool, type Args, type Tool } from './tools.ts';

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
  const tool = await toolOrNull(name);
  if (typeof tool !== 'function') return tool;
  try {
    return answer(tool(session, args));
  } catch (thrown) {
    return failure(thrown, name);
  }
}

const answer = (result: unknown): Promise<Reply> =>
  Promise.resolve(result).then((value) => ({ ok: true, result: value }));

async function toolOrNull(name: string): Promise<Tool | Reply> {
  try {
    return await findTool(name);
  } catch (thrown) {
    return failure(thrown, name);
  }
}

function failure(thrown: unknown, name: string): Reply {
  if (thrown instanceof UserError) return { ok: false, message: thrown.message };
  const incident = randomUUID();
  try {
    log.error({ incident, tool: name, err: thrown });
  } catch {
    log.error({ incident, tool: name }, 'failed with something that cannot be logged');
  }
  return { ok: false, message: 'Something went wrong on our side.', incident };
}
