// The tools that an agent may call on exports. The server fills in `session` from the access token;
// `args` is what the agent sent. It gets back what a tool returns, or the error it throws.
//
// Nothing that anybody sent or chose is ever a part of a path: what is, is a hash of it.
import { createHash, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, readdir, unlink } from 'node:fs/promises';
import path from 'node:path';
import { getReport } from './reports.ts';
import type { Session } from './session.ts';

const ROOT = '/srv/exports';

const hash = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex');

const directoryOf = ({ tenantId }: Session): string => path.join(ROOT, hash('tenant', tenantId));

const fileOf = (session: Session, ref: unknown): string =>
  path.join(directoryOf(session), hash('export', session.tenantId, String(ref)));

/** export_report: writes a report as it is now into a file. `name` is what the list calls it. */
export async function createExport(
  session: Session,
  args: { report: number; name: string },
): Promise<{ ref: string } | null> {
  const report = await getReport(session, args.report);
  if (!report) return null;
  const ref = randomBytes(18).toString('base64url');
  await mkdir(directoryOf(session), { recursive: true });
  const file = await open(fileOf(session, ref), 'wx');
  try {
    await file.writeFile(JSON.stringify({ ref, name: args.name, report }));
  } finally {
    await file.close();
  }
  return { ref };
}

/** list_exports: the tenant's exports. Each file holds its reference, since its name does not. */
export async function listExports(session: Session): Promise<{ ref: string; name: string }[]> {
  const directory = directoryOf(session);
  const names = await readdir(directory).catch(() => []);
  const texts = await Promise.all(names.map((name) => textOf(path.join(directory, name))));
  return texts.flatMap((text) => {
    if (text === null) return [];
    const { ref, name } = JSON.parse(text);
    return [{ ref, name }];
  });
}

/** read_export: the text of an export's file, or null where there is none. */
export async function readExport(session: Session, args: { ref: string }): Promise<string | null> {
  return textOf(fileOf(session, args.ref));
}

/** delete_export: whether there was one to delete. */
export async function deleteExport(
  session: Session,
  args: { ref: string },
): Promise<{ deleted: boolean }> {
  const gone = await unlink(fileOf(session, args.ref)).then(
    () => true,
    () => false,
  );
  return { deleted: gone };
}

/** Null for a link as for no file. */
async function textOf(file: string): Promise<string | null> {
  const opened = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW).catch(() => null);
  if (!opened) return null;
  try {
    return await opened.readFile('utf8');
  } finally {
    await opened.close();
  }
}
