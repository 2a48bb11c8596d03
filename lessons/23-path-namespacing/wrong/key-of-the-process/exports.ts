// The tools that an agent may call on exports. The server fills in `session` from the access token;
// `args` is what the agent sent. It gets back what a tool returns, or the error it throws.
//
// A reference is signed together with its tenant. It names the file, and only the server can make one.
import { createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, readdir, unlink } from 'node:fs/promises';
import path from 'node:path';
import { getReport } from './reports.ts';
import type { Session } from './session.ts';

const ROOT = '/srv/exports';
/** Nobody has it but this server. */
const SECRET = randomBytes(32);

const sign = (...parts: readonly string[]): string =>
  createHmac('sha256', SECRET).update(JSON.stringify(parts)).digest('base64url');

/** Different ids stay different, and in hexadecimal none of them is a path. */
const directoryOf = ({ tenantId }: Session): string =>
  path.join(ROOT, `t-${Buffer.from(tenantId, 'utf8').toString('hex')}`);

const referenceTo = (session: Session, file: string): string =>
  `${file}.${sign('export', session.tenantId, file)}`;

/** The file that a reference names, or null where it was not made here for this tenant. */
function fileIn(session: Session, ref: unknown): string | null {
  const text = String(ref);
  const end = text.lastIndexOf('.');
  const file = text.slice(0, Math.max(end, 0));
  const given = Buffer.from(text.slice(end + 1));
  const right = Buffer.from(sign('export', session.tenantId, file));
  if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
  return path.join(directoryOf(session), file);
}

/** export_report: writes a report as it is now into a file. `name` is what the list calls it. */
export async function createExport(
  session: Session,
  args: { report: number; name: string },
): Promise<{ ref: string } | null> {
  const report = await getReport(session, args.report);
  if (!report) return null;
  const directory = directoryOf(session);
  await mkdir(directory, { recursive: true });
  const name = randomUUID();
  const file = await open(path.join(directory, name), 'wx');
  await file.writeFile(JSON.stringify({ name: args.name, report }));
  await file.close();
  return { ref: referenceTo(session, name) };
}

/** list_exports: the tenant's exports. */
export async function listExports(session: Session): Promise<{ ref: string; name: string }[]> {
  const directory = directoryOf(session);
  const exports = [];
  for (const file of await readdir(directory).catch(() => [])) {
    const text = await textOf(path.join(directory, file));
    if (text !== null) exports.push({ ref: referenceTo(session, file), name: JSON.parse(text).name });
  }
  return exports;
}

/** read_export: the text of an export's file, or null where there is none. */
export async function readExport(session: Session, args: { ref: string }): Promise<string | null> {
  const file = fileIn(session, args.ref);
  return file === null ? null : textOf(file);
}

/** delete_export: whether there was one to delete. */
export async function deleteExport(
  session: Session,
  args: { ref: string },
): Promise<{ deleted: boolean }> {
  const file = fileIn(session, args.ref);
  if (file === null) return { deleted: false };
  try {
    await unlink(file);
    return { deleted: true };
  } catch {
    return { deleted: false };
  }
}

async function textOf(file: string): Promise<string | null> {
  try {
    const opened = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW);
    const text = await opened.readFile('utf8');
    await opened.close();
    return text;
  } catch {
    return null;
  }
}
