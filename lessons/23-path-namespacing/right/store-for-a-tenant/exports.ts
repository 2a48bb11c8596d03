// The tools that an agent may call on exports. The server fills in `session` from the access token;
// `args` is what the agent sent. It gets back what a tool returns, or the error it throws.
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { getReport } from './reports.ts';
import type { Session } from './session.ts';

/** An export, as it was when it was made. */
interface Export {
  readonly id: string;
  readonly name: string;
  readonly report: unknown;
}

/** The exports of one tenant. Made for a session, it is the only way to the disk. */
class ExportStore {
  static readonly #root = '/srv/exports';
  readonly #directory: string;

  constructor(session: Session) {
    // Hexadecimal: different ids stay different, and none is a path.
    const folder = Buffer.from(session.tenantId, 'utf8').toString('hex');
    if (folder === '' || folder.length > 200) throw new Error('Not a workspace');
    this.#directory = path.join(ExportStore.#root, folder);
  }

  async add(name: string, report: unknown): Promise<Export> {
    const made: Export = { id: randomUUID(), name, report };
    await fs.promises.mkdir(this.#directory, { recursive: true });
    // Under another name until it is whole, in the same directory.
    const draft = this.#path(`${made.id}.part`);
    await fs.promises.writeFile(draft, JSON.stringify(made), { flag: 'wx' });
    await fs.promises.rename(draft, this.#path(`${made.id}.json`));
    return made;
  }

  async all(): Promise<Export[]> {
    const names = await fs.promises.readdir(this.#directory).catch(() => []);
    const ids = names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -5));
    const texts = await Promise.all(ids.map((id) => this.text(id)));
    return texts.flatMap((text) => (text === undefined ? [] : [JSON.parse(text) as Export]));
  }

  async text(id: string): Promise<string | undefined> {
    if (!ExportStore.#isId(id)) return undefined;
    const { O_RDONLY, O_NOFOLLOW } = fs.constants;
    try {
      return await fs.promises.readFile(this.#path(`${id}.json`), {
        encoding: 'utf8',
        flag: O_RDONLY | O_NOFOLLOW,
      });
    } catch {
      return undefined;
    }
  }

  async remove(id: string): Promise<boolean> {
    if (!ExportStore.#isId(id)) return false;
    try {
      await fs.promises.unlink(this.#path(`${id}.json`));
      return true;
    } catch {
      return false;
    }
  }

  #path(name: string): string {
    return path.join(this.#directory, name);
  }

  static #isId(id: unknown): boolean {
    return typeof id === 'string' && id === path.basename(id) && /^[\da-f-]{36}$/.test(id);
  }
}

/** export_report: writes a report as it is now into a file. `name` is what the list calls it. */
export async function createExport(
  session: Session,
  args: { report: number; name: string },
): Promise<{ ref: string } | null> {
  const report = await getReport(session, args.report);
  if (!report) return null;
  const { id } = await new ExportStore(session).add(args.name, report);
  return { ref: id };
}

/** list_exports: the tenant's exports. */
export async function listExports(session: Session): Promise<{ ref: string; name: string }[]> {
  const all = await new ExportStore(session).all();
  return all.map(({ id, name }) => ({ ref: id, name }));
}

/** read_export: the text of an export's file, or null where there is none. */
export async function readExport(session: Session, args: { ref: string }): Promise<string | null> {
  return (await new ExportStore(session).text(args.ref)) ?? null;
}

/** delete_export: whether there was one to delete. */
export async function deleteExport(
  session: Session,
  args: { ref: string },
): Promise<{ deleted: boolean }> {
  return { deleted: await new ExportStore(session).remove(args.ref) };
}
