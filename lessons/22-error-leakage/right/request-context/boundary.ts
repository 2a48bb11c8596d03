// Between the agent and the tools. The agent is the tenant’s: what it is told, its tenant reads.
import { AsyncLocalStorage } from 'node:async_hooks';
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
      incident?: string | undefined;
    };

const request = new AsyncLocalStorage<{ readonly id: string }>();

/** Every line of a request has its id, whoever writes it. */
const lines = () => log.child({ request: request.getStore()?.id });

function failed(thrown: unknown): Reply {
  if (thrown instanceof UserError) return { ok: false, message: thrown.message };
  // Said first, so that there is a line whatever happens to the next one.
  lines().error('the tool failed');
  try {
    lines().error(thrown instanceof Error ? thrown : { thrown });
  } catch {
    lines().error('what it threw cannot be written');
  }
  return { ok: false, message: 'Please try again later.', incident: request.getStore()?.id };
}

/** Calls a tool. Never rejects: whatever goes wrong is answered. */
export function callTool(session: Session, name: string, args: Args): Promise<Reply> {
  return request.run({ id: randomUUID() }, async (): Promise<Reply> => {
    try {
      const tool = await findTool(name);
      return { ok: true, result: await tool(session, args) };
    } catch (thrown) {
      return failed(thrown);
    }
  });
}
