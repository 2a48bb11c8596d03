// The tools that an agent may call on exports. The server fills in `session` from the access token;
// `args` is what the agent sent. It gets back what a tool returns, or the error it throws.
//
// A reference is compared with what is there, and what is there is opened: it never becomes a path.
import { randomUUID } from 'node:crypto';
import { constants, type Dirent } from 'node:fs';
import { lstat, mkdir, open, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { getReport } from './reports.ts';
import type { Session } from './session.ts';

const ROOT = '/srv/exports';

/** Different ids stay different, and with a letter at the front none is `.` or `..`. */
const directoryOf = ({ tenantId }: Session): string =>
  join(ROOT, `t-${encodeURIComponent(tenantId)}`);

/** export_report: writes a report as it is now into a file. `name` is what the list calls it. */
export async function createExport(
  session: Session,
  args: { report: number; name: string },
): Promise<{ ref: string } | null> {
  const report = await getReport(session, args.report);
  if (!report) return null;
  const directory = directoryOf(session);
  await mkdir(directory, { recursive: true, mode: 0o750 });
  const ref = randomUUID();
  await writeFile(join(directory, ref), JSON.stringify({ name: args.name, report }), {
    flag: 'wx',
    mode: 0o640,
  });
  return { ref };
}

/** list_exports: the tenant's exports. */
export async function listExports(session: Session): Promise<{ ref: string; name: string }[]> {
  const found = await Promise.all(
    (await entriesOf(session)).map(async ({ name: ref }) => {
      const text = await textOf(session, ref);
      return text === null ? [] : [{ ref, name: JSON.parse(text).name as string }];
    }),
  );
  return found.flat();
}

/** read_export: the text of an export's file, or null where there is none. */
export async function readExport(session: Session, args: { ref: string }): Promise<string | null> {
  const entry = (await entriesOf(session)).find(({ name }) => name === args.ref);
  return entry ? textOf(session, entry.name) : null;
}

/** delete_export: whether there was one to delete. */
export async function deleteExport(
  session: Session,
  args: { ref: string },
): Promise<{ deleted: boolean }> {
  const entry = (await entriesOf(session)).find(({ name }) => name === args.ref);
  if (!entry) return { deleted: false };
  await rm(join(directoryOf(session), entry.name), { force: true });
  return { deleted: true };
}

/** The files of a tenant: no links, no folders. */
async function entriesOf(session: Session): Promise<Dirent[]> {
  const directory = directoryOf(session);
  const there = await lstat(directory).catch(() => null);
  if (!there?.isDirectory()) return [];
  return (await readdir(directory, { withFileTypes: true })).filter((entry) => entry.isFile());
}

/** What was a file in the listing may be a link by now. */
async function textOf(session: Session, name: string): Promise<string | null> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW;
  const file = await open(join(directoryOf(session), name), flags).catch(() => null);
  try {
    return (await file?.readFile('utf8')) ?? null;
  } finally {
    await file?.close();
  }
}
