import type { Session } from './session.ts';
import { moveDocument } from './support.ts';
import { updateDocument } from './tools.ts';

/**
 * What happens to a document whose account is split: support moves it, and its new owner edits it.
 * Called by the checks while the old owner still has a call on the way.
 */
export async function handOver(id: number, to: Session, title: string): Promise<void> {
  await moveDocument(id, to.tenantId);
  await updateDocument(to, { id, title });
}
