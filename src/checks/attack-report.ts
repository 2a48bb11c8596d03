import {
  toFault,
  type AttackReport,
  type Database,
  type FileTexts,
  type TranscriptStep,
} from '../contract/index.ts';
import type { ServerMemory } from './attempt.ts';
import { prepareWorld, type Lab } from './lab.ts';
import type { LessonModule } from './lesson-module.ts';

/**
 * Runs a lesson's visible attack on the learner's files in one fresh world. Whether it leaked is
 * read off the rows that came back or changed. Never throws: see `fault`.
 */
export async function runAttack(
  database: Database,
  lesson: LessonModule,
  files: FileTexts,
  seed: number,
  memory: ServerMemory = { tenantWasSet: true },
): Promise<AttackReport> {
  const report: AttackReport = {
    lesson: lesson.slug,
    seed,
    tenants: [],
    leaked: false,
    sentence: '',
    transcript: [],
    fault: null,
    console: [],
  };
  try {
    const prepared = await prepareWorld(database, lesson, files, seed, memory);
    report.tenants = [...prepared.world.tenants];
    report.console = [...prepared.console];
    report.sentence = await prepared.use((lab) =>
      lesson.attack.run(recording(lab, report.transcript)),
    );
    report.leaked = report.transcript.some(shows);
  } catch (thrown) {
    report.fault = toFault(thrown);
    report.sentence = report.fault.message;
  }
  return report;
}

/** The same lab, with every attempt written down. */
function recording(lab: Lab, transcript: TranscriptStep[]): Lab {
  return {
    ...lab,
    async attempt(actor, sql, note) {
      const attempt = await lab.attempt(actor, sql, note);
      transcript.push(attempt.step);
      return attempt;
    },
  };
}

/** A row that reached, or was changed by, somebody it does not belong to. */
function shows({ actor, outcome }: TranscriptStep): boolean {
  if (outcome.kind === 'rows') return outcome.result.rows.some((row) => row.foreign);
  if (outcome.kind !== 'changed') return false;
  const own = actor.tenant?.index ?? null;
  return outcome.changes.some(
    ({ ownerBefore, ownerAfter }) =>
      (ownerBefore !== null && ownerBefore !== own) || (ownerAfter !== null && ownerAfter !== own),
  );
}
