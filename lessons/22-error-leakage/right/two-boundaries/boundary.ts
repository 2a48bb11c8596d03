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

type Handler<T extends unknown[]> = (...args: T) => Promise<Reply>;

/** The last resort: says nothing but that it failed, and cannot fail itself. */
const sealed =
  <T extends unknown[]>(handler: Handler<T>): Handler<T> =>
  async (...args) => {
    try {
      return await handler(...args);
    } catch {
      const incident = randomUUID();
      log.fatal({ incident }, 'a failure could not be reported');
      return { ok: false, message: 'This call failed.', incident };
    }
  };

/** Answers what is approved, and reports the rest. */
const reported =
  <T extends unknown[]>(handler: Handler<T>): Handler<T> =>
  async (...args) => {
    try {
      return await handler(...args);
    } catch (thrown) {
      if (thrown instanceof UserError) return { ok: false, message: thrown.message };
      const incident = randomUUID();
      log.error({ err: thrown, incident }, 'call failed');
      return { ok: false, message: 'This call failed.', incident };
    }
  };

/** Calls a tool. Never rejects: whatever goes wrong is answered. */
export const callTool = sealed(
  reported(async (session: Session, name: string, args: Args): Promise<Reply> => {
    const tool = await findTool(name);
    return { ok: true, result: await tool(session, args) };
  }),
);
