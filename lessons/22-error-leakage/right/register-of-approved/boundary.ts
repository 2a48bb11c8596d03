// Between the agent and the tools. The agent is the tenant’s: what it is told, its tenant reads.
import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { approvedText } from './errors.ts';
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

const APOLOGY = 'That failed, and it is not your fault.';

/** What was thrown as text. Reading it runs code of whoever threw it, so that may fail as well. */
function describe(thrown: unknown): string {
  try {
    return inspect(thrown, { depth: null });
  } catch (error) {
    return `unreadable ${typeof thrown}, ${typeof error}`;
  }
}

/** Calls a tool. Never rejects: whatever goes wrong is answered. */
export function callTool(session: Session, name: string, args: Args): Promise<Reply> {
  return Promise.resolve()
    .then(() => findTool(name))
    .then((tool) => tool(session, args))
    .then(
      (result): Reply => ({ ok: true, result }),
      (thrown: unknown): Reply => {
        const message = approvedText(thrown);
        if (message !== undefined) return { ok: false, message };
        const incident = `inc_${randomUUID().replaceAll('-', '')}`;
        log.error('%s %s by %s: %s', incident, name, session.user, describe(thrown));
        return { ok: false, message: APOLOGY, incident };
      },
    );
}
