import { importReports } from './import.ts';
import { getReport, saveReport, type Report } from './reports.ts';
import type { Session } from './session.ts';

// Many calls in one, where nothing has to be seen of each but its answer: judged elsewhere.

/** Who asks, and for which report. */
export interface Ask {
  readonly session: Session;
  readonly id: string;
}

/** Opens reports one after the other. */
export async function openEach(asks: readonly Ask[]): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const { session, id } of asks) answers.push(await attempt(() => getReport(session, id)));
  return answers;
}

/** A report, its owner, and a name under which somebody else asks for what may be its entry. */
export interface Pair {
  readonly owner: Session;
  readonly report: Report;
  readonly asker: Session;
  readonly askedFor: string;
}

/** For each pair: the owner saves the report and opens it, and the other asks. */
export async function askForEach(pairs: readonly Pair[]): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const { owner, report, asker, askedFor } of pairs) {
    await attempt(() => saveReport(owner, report));
    await attempt(() => getReport(owner, report.id));
    answers.push(await attempt(() => getReport(asker, askedFor)));
  }
  return answers;
}

/** Three texts of one report of a tenant. */
export interface Life {
  readonly session: Session;
  readonly imported: Report;
  readonly importedAnew: Report;
  readonly saved: Report;
}

/** Each is imported and opened, imported anew and opened, saved and opened: three answers of each. */
export async function liveThrough(lives: readonly Life[]): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const { session, imported, importedAnew, saved } of lives) {
    const open = async (): Promise<unknown> => attempt(() => getReport(session, saved.id));
    await attempt(() => importReports(session, [imported]));
    const first = [await open()];
    await attempt(() => importReports(session, [importedAnew]));
    const second = [await open()];
    await attempt(() => saveReport(session, saved));
    answers.push([first, second, [await open()]]);
  }
  return answers;
}

async function attempt(call: () => unknown): Promise<unknown> {
  try {
    return await call();
  } catch (error) {
    return error;
  }
}
