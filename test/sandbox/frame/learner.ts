/** Realms with the real runtime, started through a real frame, as the checks use them. */
import realmUrl from '../../../.engine/frame/realm.js.gz?url';
import {
  channelOf,
  LeakproofError,
  type CallOutcome,
  type Program,
  type Sandbox,
  type SandboxHost,
  type SandboxWorld,
} from '../../../src/contract/index.ts';
import { openFile, unpack } from '../../../src/fetching/index.ts';
import { compileProgram } from '../../../src/sandbox/compile/compile-program.ts';
import { FrameHost, type FrameCode } from '../../../src/sandbox/frame/index.ts';
import { createSandboxHost } from '../../../src/sandbox/index.ts';
import { FRAME } from './realms.ts';

export async function realmCode(): Promise<FrameCode> {
  const file = await openFile('fetching the realm', realmUrl, null);
  return { frame: FRAME, realm: await new Response(unpack(file)).text() };
}

export interface Realms {
  readonly frames: FrameHost;
  readonly host: SandboxHost;
}

/** @param answer milliseconds that a call may take */
export function openRealms(answer = 5_000): Realms {
  const frames = new FrameHost(realmCode);
  const { port } = frames.connect();
  return { frames, host: createSandboxHost(channelOf(port), { answer }) };
}

export const WORLD: SandboxWorld = { env: {}, files: {}, gated: false };

/** @throws LeakproofError where it does not compile */
export function programOf(files: Readonly<Record<string, string>>): Program {
  const compiled = compileProgram({ ...files });
  if ('message' in compiled) throw new LeakproofError(compiled);
  return compiled;
}

/** Loads a program of one module and calls its export `attempt`. */
export async function attempt(sandbox: Sandbox, text: string): Promise<CallOutcome> {
  await sandbox.load(programOf({ 'app.ts': text }), WORLD);
  return await sandbox.call('app.ts', 'attempt', []).outcome;
}
