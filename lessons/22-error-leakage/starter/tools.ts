import { loaderOf } from './connectors.ts';
import { UserError } from './errors.ts';
import type { Session } from './session.ts';
import * as wallets from './wallets.ts';

/** What the agent sent. */
export type Args = Readonly<Record<string, unknown>>;
/** Returns its result or a promise of it, and throws where there is none. */
export type Tool = (session: Session, args: Args) => unknown;

const text = (args: Args, name: string): string => {
  const value = args[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new UserError(`${name} has to be a text.`);
};

const amountOf = (args: Args): number => {
  const { amount } = args;
  if (Number.isInteger(amount) && Number(amount) > 0) return Number(amount);
  throw new UserError('An amount is a whole number of credits, from 1.');
};

const tools: Readonly<Record<string, Tool>> = {
  list_wallets: (session) => wallets.list(session.tenantId),

  // Not async: what its checks throw is thrown before there is a promise.
  open_wallet: (session, args) => {
    const handle = text(args, 'handle');
    if (!/^[a-z0-9-]{3,40}$/.test(handle)) {
      throw new UserError('A handle has 3 to 40 letters, digits and hyphens.');
    }
    return wallets.open(session.tenantId, handle, text(args, 'memo'));
  },

  pay: async (session, args) => {
    const [from, to, amount] = [text(args, 'from'), text(args, 'to'), amountOf(args)];
    const { credits } = await wallets.find(session.tenantId, from);
    if (credits < amount) throw new UserError(`“${from}” has ${credits} credits, not ${amount}.`);
    await wallets.pay(session.tenantId, from, to, amount);
    return { paid: amount, left: credits - amount };
  },
};

/** Our tool of that name, or a partner’s. */
export async function findTool(name: string): Promise<Tool> {
  const own = Object.hasOwn(tools, name) ? tools[name] : undefined;
  if (own) return own;
  const load = loaderOf(name);
  if (!load) throw new UserError(`There is no tool “${name}”.`);
  return await load();
}
