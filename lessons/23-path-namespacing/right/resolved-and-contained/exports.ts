// The tools that an agent may call on exports. The server fills in `session` from the access token;
// `args` is what the agent sent. It gets back what a tool returns, or the error it throws.
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, readdir, realpath, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { getReport } from './reports.ts';
import type { Session } from './session.ts';

const ROOT = '/srv/exports';
const NONE = new Error('No such export');

/** The directory of the session's tenant: one step below the root, or the session has none. */
async function directoryOf({ tenantId }: Session): Promise<string> {
  const directory = path.resolve(ROOT, tenantId);
  // As it was typed, so that two ids are never one directory.
  if (path.dirname(directory) !== ROOT || path.basename(directory) !== tenantId) throw NONE;
  try {
    await mkdir(directory, { recursive: true });
  } catch {
    throw NONE;
  }
  return directory;
}

/** A file's path, once it is certain where it leads: the text that is checked is the one returned. */
async function fileOf(session: Session, ref: unknown): Promise<string> {
  const directory = await directoryOf(session);
  const file = path.resolve(directory, `${String(ref)}.json`);
  if (!isInside(directory, file)) throw NONE;
  // A folder on the way may be a link. Whether the file is one, the opening says.
  const parent = await realpath(path.dirname(file)).catch(() => '');
  if (parent !== directory && !isInside(directory, parent)) throw NONE;
  return file;
}

/** `..` at the front, or another disk's root, is outside; so is the directory itself. */
function isInside(directory: string, file: string): boolean {
  const way = path.relative(directory, file);
  return way !== '' && way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way);
}

/** export_report: writes a report as it is now into a file. `name` is what the list calls it. */
export async function createExport(
  session: Session,
  args: { report: number; name: string },
): Promise<{ ref: string } | null> {
  const report = await getReport(session, args.report);
  if (!report) return null;
  const ref = randomBytes(12).toString('hex');
  const text = JSON.stringify({ name: args.name, report });
  await writeFile(await fileOf(session, ref), text, { flag: 'wx' });
  return { ref };
}

/** list_exports: the tenant's exports. */
export async function listExports(session: Session): Promise<{ ref: string; name: string }[]> {
  const exports = [];
  for (const file of await readdir(await directoryOf(session))) {
    const ref = path.basename(file, '.json');
    const text = await readExport(session, { ref }).catch(() => null);
    if (text !== null) exports.push({ ref, name: JSON.parse(text).name });
  }
  return exports;
}

/** read_export: the text of an export's file; throws where there is none. */
export async function readExport(session: Session, args: { ref: string }): Promise<string | null> {
  try {
    const file = await fileOf(session, args.ref);
    const opened = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW);
    return await opened.readFile('utf8').finally(() => opened.close());
  } catch {
    throw NONE;
  }
}

/** delete_export: whether there was one to delete. */
export async function deleteExport(
  session: Session,
  args: { ref: string },
): Promise<{ deleted: boolean }> {
  try {
    await unlink(await fileOf(session, args.ref));
    return { deleted: true };
  } catch {
    return { deleted: false };
  }
}
