// The tools that an agent may call on exports. The server fills in `session` from the access token;
// `args` is what the agent sent. It gets back what a tool returns, or the error it throws.
import { mkdir, readdir, readFile, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { getReport } from './reports.ts';
import type { Session } from './session.ts';

/** A volume that is mounted into every worker, and goes on when they are deployed anew. */
const ROOT = '/srv/exports';

/** export_report: writes a report as it is now into a file. `name` is what the list calls it. */
export async function createExport(
  session: Session,
  args: { report: number; name: string },
): Promise<{ ref: string } | null> {
  const report = await getReport(session, args.report);
  if (!report) return null;
  const file = `${report.number}.json`;
  await mkdir(ROOT, { recursive: true });
  await writeFile(
    path.join(ROOT, file),
    JSON.stringify({ tenantId: session.tenantId, name: args.name, report }),
  );
  return { ref: file };
}

/** list_exports: the tenant's exports. Each file says whose it is. */
export async function listExports(session: Session): Promise<{ ref: string; name: string }[]> {
  const exports = [];
  for (const file of await readdir(ROOT)) {
    const { tenantId, name } = JSON.parse(await readFile(path.join(ROOT, file), 'utf8'));
    if (tenantId === session.tenantId) exports.push({ ref: file, name });
  }
  return exports;
}

// A reference reaches an agent through createExport and listExports, which know the tenant.

/** read_export: the text of an export's file, or null where there is none. */
export async function readExport(session: Session, args: { ref: string }): Promise<string | null> {
  return readFile(path.join(ROOT, args.ref), 'utf8');
}

/** delete_export: whether there was one to delete. */
export async function deleteExport(
  session: Session,
  args: { ref: string },
): Promise<{ deleted: boolean }> {
  await unlink(path.join(ROOT, args.ref));
  return { deleted: true };
}
