import fs from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { createExport, deleteExport, listExports, readExport } from './exports.ts';
import type { Session } from './session.ts';

const tools = { createExport, deleteExport, listExports, readExport };

interface Call {
  tool: keyof typeof tools;
  session: Session;
  args: never;
}
type Answer = { value: unknown } | { error: string };

/** In the trace, what stands between two of these belongs to the call of the first's number. */
const mark = (n: number): boolean => fs.existsSync(`/~/${n}`);

/** Calls one after the other, as so many requests of checks would, but in one. */
export async function each(calls: readonly Call[]): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const [n, { tool, session, args }] of calls.entries()) {
    mark(n);
    answers.push(await answerOf(() => tools[tool](session, args)));
  }
  return answers;
}

/** What is recognised in an answer is short; so is each answer. */
async function answerOf(run: () => unknown): Promise<Answer> {
  try {
    const value = await run();
    return { value: typeof value === 'string' ? value.slice(0, 1_000) : value };
  } catch (error) {
    return { error: String(error).slice(0, 300) };
  }
}

/** The same, and then every file that there is. */
export async function eachAndTree(calls: readonly Call[]): Promise<{
  answers: Answer[];
  files: ReturnType<typeof tree>;
}> {
  const answers = await each(calls);
  mark(-1);
  return { answers, files: tree() };
}

/** Every file and link there is, and what the files hold. */
export function tree(folder = '/'): { path: string; text: string | null }[] {
  return fs.readdirSync(folder).flatMap((name) => {
    const full = path.join(folder, name);
    const stats = fs.lstatSync(full);
    if (stats.isDirectory()) return tree(full);
    return [{ path: full, text: stats.isFile() ? fs.readFileSync(full, 'utf8') : null }];
  });
}

/** What a customer does over SFTP: puts a link where one of its files, or folders, was. */
export function plant(link: string, target: string): void {
  fs.rmSync(link, { recursive: true, force: true });
  fs.mkdirSync(path.dirname(link), { recursive: true });
  fs.symlinkSync(target, link);
}

/** And takes it away again. */
export function clear(link: string): void {
  fs.rmSync(link, { force: true });
}

/** The same between two steps of a call of its own: after so many replies of the file system. */
export async function plantDuring(
  call: Call,
  { link, target, after }: { link: string; target: string; after: number },
): Promise<unknown> {
  const answer = Promise.resolve(tools[call.tool](call.session, call.args));
  // Whoever asked hears of it below.
  answer.catch(() => undefined);
  for (let replies = 0; replies < after; replies++) await stat('/');
  plant(link, target);
  return answer;
}

/** A tenant's ordinary minute, of which every step waits. */
export async function exportAndRead(
  session: Session,
  report: number,
  name: string,
): Promise<{ names: string[]; text: unknown }> {
  const made = await createExport(session, { report, name });
  const listed = await listExports(session);
  const text = made && (await readExport(session, { ref: made.ref }));
  return { names: listed.map((one) => one.name), text };
}
