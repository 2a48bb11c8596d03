/**
 * Runs once before a suite that opens databases or editors: what they start from is made here, and
 * not by whichever test comes first, whose deadline is for its own work.
 */
import { ensureEngineFiles } from '../../src/database/node/engine-files.ts';
import { ensureSandboxFiles } from '../../src/sandbox/build/sandbox-files.ts';
import { ensureFrameFiles } from '../../src/sandbox/frame/node/frame-files.ts';
import { ensureTypings } from '../../src/ui/node/typings.ts';

export default async function setup(): Promise<void> {
  await ensureEngineFiles((line) => console.log(line));
  await ensureTypings((line) => console.log(line));
  await ensureFrameFiles((line) => console.log(line));
  await ensureSandboxFiles((line) => console.log(line));
}
