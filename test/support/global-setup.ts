/**
 * Runs once before a suite that opens databases: the image is made here, and not by whichever test
 * comes first, whose deadline is for its own work.
 */
import { ensureEngineFiles } from '../../src/database/node/engine-files.ts';

export default async function setup(): Promise<void> {
  await ensureEngineFiles((line) => console.log(line));
}
