import { importReports } from './import.ts';
import { getReport, refreshReports, saveReport, type Report } from './reports.ts';
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

/**
 * For each pair: the owner opens its report and the other asks, at once, and in turn with nothing
 * kept. The other asks before and after the owner: what is kept may be that there is none.
 */
export async function askForEach(pairs: readonly Pair[]): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const { owner, report, asker, askedFor } of pairs) {
    const opens = (): Promise<unknown> => attempt(() => getReport(owner, report.id));
    const asks = (): Promise<unknown> => attempt(() => getReport(asker, askedFor));
    await attempt(() => importReports(owner, [report]));
    const [, beside] = await Promise.all([opens(), asks()]);
    await attempt(() => refreshReports(owner));
    await attempt(() => refreshReports(asker));
    const before = await asks();
    const own = await opens();
    answers.push({ own, others: [beside, before, await asks()] });
  }
  return answers;
}

/** What somebody is answered who asks while the owner opens its report. */
export async function askBeside(owner: Ask, asker: Ask): Promise<unknown> {
  const opened = attempt(() => getReport(owner.session, owner.id));
  const asked = attempt(() => getReport(asker.session, asker.id));
  await opened;
  return asked;
}

/** Each tenant saves its report. */
export async function saveEach(saves: readonly Pick<Pair, 'owner' | 'report'>[]): Promise<void> {
  for (const { owner, report } of saves) await attempt(() => saveReport(owner, report));
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
