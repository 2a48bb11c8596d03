// Between the agent and the tools. The agent is the tenant’s: what it is told, its tenant reads.
import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { pino } from 'pino';
import { UserError } from './errors.ts';
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

type Outcome = { readonly result: unknown } | { readonly thrown: unknown };

/** A log whose serializer cannot fail. */
const log = pino({
  serializers: {
    thrown: (thrown: unknown) => {
      try {
        return inspect(pino.stdSerializers.err(thrown), { depth: 6 });
      } catch {
        return typeof thrown === 'symbol'
          ? thrown.toString()
          : `a ${typeof thrown} that cannot be read`;
      }
    },
  },
});

/** Time in front, so that the log store can sort by it, and 80 bits that nobody can guess behind it. */
const newIncident = (): string => `${Date.now().toString(16)}-${randomBytes(10).toString('hex')}`;

async function outcomeOf(session: Session, name: string, args: Args): Promise<Outcome> {
  try {
    const tool = await findTool(name);
    return { result: await tool(session, args) };
  } catch (thrown) {
    return { thrown };
  }
}

/** Calls a tool. Never rejects: whatever goes wrong is answered. */
export async function callTool(session: Session, name: string, args: Args): Promise<Reply> {
  const outcome = await outcomeOf(session, name, args);
  if ('result' in outcome) return { ok: true, result: outcome.result };
  const { thrown } = outcome;
  if (thrown instanceof UserError) return { ok: false, message: String(thrown.message) };
  const incident = newIncident();
  log.error({ incident, thrown }, `${name} failed`);
  return { ok: false, message: `${name} is not available at the moment.`, incident };
}
