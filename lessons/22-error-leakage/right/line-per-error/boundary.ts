// Between the agent and the tools. The agent is the tenant’s: what it is told, its tenant reads.
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

/** One line for each error in what was thrown, its causes and the errors in it, with the incident in front. */
function report(incident: string, thrown: unknown, depth = 0): void {
  if (depth > 8) return;
  if (!(thrown instanceof Error)) {
    log.error(`${incident} thrown: ${inspect(thrown)}`);
    return;
  }
  const { name, message, cause, ...fields } = thrown;
  log.error(`${incident} ${name}: ${message} ${inspect(fields)}`);
  if (cause !== undefined) report(incident, cause, depth + 1);
  if (thrown instanceof AggregateError) {
    for (const error of thrown.errors) report(incident, error, depth + 1);
  }
}

/** Calls a tool. Never rejects: whatever goes wrong is answered. */
export async function callTool(session: Session, name: string, args: Args): Promise<Reply> {
  let incident: string | undefined;
  try {
    return { ok: true, result: await (await findTool(name))(session, args) };
  } catch (thrown) {
    if (thrown instanceof UserError) return { ok: false, message: thrown.message };
    incident = crypto.randomUUID();
    log.error(`${incident} in ${name} for ${session.tenantId}`);
    report(incident, thrown);
  } finally {
    // Of all ways out of this function, none but the first two knows what was thrown.
    // eslint-disable-next-line no-unsafe-finally -- that is the point: it overrides a throw
    if (incident !== undefined) return { ok: false, message: 'Internal error.', incident };
  }
}
