// The tools that an agent may call on exports. The server fills in `session` from the access token;
// `args` is what the agent sent. It gets back what a tool returns, or the error it throws.
import { constants } from 'node:fs';
import { mkdir, open, readdir, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { getReport } from './reports.ts';
import type { Session } from './session.ts';

/** A volume that is mounted into every worker: a directory for each tenant, and in it its exports. */
const ROOT = '/srv/exports';

/** Exports are numbered, so that no two share a name. */
let last = 0;

/** export_report: writes a report as it is now into a file. `name` is what the list calls it. */
export async function createExport(
  session: Session,
  args: { report: number; name: string },
): Promise<{ ref: string } | null> {
  const report = await getReport(session, args.report);
  if (!report) return null;
  const directory = directoryOf(session);
  last += 1;
  const ref = `${report.number}-${last}`;
  await mkdir(directory, { recursive: true });
  // wx makes a file or fails: it neither overwrites one nor follows a link.
  await writeFile(fileOf(directory, ref), JSON.stringify({ name: args.name, report }), {
    flag: 'wx',
  }).catch(noneFor);
  return { ref };
}

/** list_exports: the tenant's exports. */
export async function listExports(session: Session): Promise<{ ref: string; name: string }[]> {
  const exports = [];
  for (const file of await readdir(directoryOf(session)).catch(() => [])) {
    const ref = path.basename(file, '.json');
    const text = await readExport(session, { ref });
    if (text !== null) exports.push({ ref, name: JSON.parse(text).name });
  }
  return exports;
}

/** read_export: the text of an export's file, or null where there is none. */
export async function readExport(session: Session, args: { ref: string }): Promise<string | null> {
  const directory = directoryOf(session);
  if (!isReference(args.ref)) return null;
  try {
    const file = await open(fileOf(directory, args.ref), constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      return await file.readFile('utf8');
    } finally {
      await file.close();
    }
  } catch (error) {
    return noneFor(error);
  }
}

/** delete_export: whether there was one to delete. */
export async function deleteExport(
  session: Session,
  args: { ref: string },
): Promise<{ deleted: boolean }> {
  const directory = directoryOf(session);
  if (!isReference(args.ref)) return { deleted: false };
  try {
    await unlink(fileOf(directory, args.ref));
    return { deleted: true };
  } catch (error) {
    noneFor(error);
    return { deleted: false };
  }
}

/** Refuses what is not plainly a name. The id is genuine, and still a text that a customer chose. */
function directoryOf({ tenantId }: Session): string {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(tenantId)) throw new Error('No exports for this workspace');
  return path.join(ROOT, tenantId);
}

const fileOf = (directory: string, ref: string): string => path.join(directory, `${ref}.json`);

const isReference = (ref: unknown): ref is string =>
  typeof ref === 'string' && /^\d+-\d+$/.test(ref);

/** No file, or a link. What else goes wrong is not for the caller: it names the path. */
function noneFor(error: unknown): null {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ELOOP') return null;
  console.error(error);
  throw new Error('The export could not be reached');
}
