import type { Bridge } from './bridge.ts';

/**
 * The bundle is the body of `leakproofStart`, whose one parameter this is: see ../build/bundle.ts.
 * So every module, a package's too, is evaluated when the host's bridge stands and not before.
 */
declare const leakproofBridge: Bridge;

/** The host of this realm. Nothing of it may reach the learner's code. */
export const host: Bridge = leakproofBridge;
