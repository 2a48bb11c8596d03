import type { FrameCode } from '../../sandbox/frame/index.ts';
import frameHash from '../../../.engine/frame/frame.sha256?raw';
import frameText from '../../../.engine/frame/frame.js?raw';
import realmUrl from '../../../.engine/frame/realm.js.gz?url';
import { guard, openFile, unpack } from '../../fetching/index.ts';

const STEP = 'fetching the sandbox for TypeScript';

/**
 * Fetches what the sandbox's frame is made of. The frame itself fetches nothing.
 * @throws LeakproofError `download-failed`
 */
export async function downloadRealmCode(): Promise<FrameCode> {
  const file = await openFile(STEP, realmUrl, null);
  const realm = await guard(STEP, () => new Response(unpack(file)).text());
  return { frame: { text: frameText, hash: frameHash }, realm };
}
