// Between the agent and the tools. The agent is the tenant’s: what it is told, its tenant reads.
import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
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

/** A failure of ours: all of it for the log, its number for the caller. */
class Incident {
  readonly id = randomBytes(9).toString('base64url');

  constructor(private readonly thrown: unknown) {}

  write(about: Record<string, unknown>): void {
    log.error({ ...about, incident: this.id, thrown: this.#described() }, 'tool failed');
  }

  #described(): string {
    try {
      return inspect(this.thrown, { depth: 8 });
    } catch {
      return 'cannot be inspected';
    }
  }
}

/** Calls a tool. Never rejects: whatever goes wrong is answered. */
export async function callTool(session: Session, name: string, args: Args): Promise<Reply> {
  try {
    const tool = await findTool(name);
    return { ok: true, result: await tool(session, args) };
  } catch (thrown) {
    const message = UserError.approved(thrown);
    if (message !== null) return { ok: false, message };
    const incident = new Incident(thrown);
    incident.write({ tool: name });
    return {
      ok: false,
      message: `This did not work. Tell support ${incident.id}.`,
      incident: incident.id,
    };
  }
}
